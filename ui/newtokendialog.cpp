#include "ui/newtokendialog.h"
#include "ui/foreigntext.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace GenMirror
{

NewTokenDialog::NewTokenDialog(QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(this))
    , m_role(new QComboBox(this))
    , m_trees(new QLineEdit(u"*"_s, this))
    , m_days(new QSpinBox(this))
    , m_message(new PlainLabel(this))
    , m_token(new QLineEdit(this))
    , m_copy(new QPushButton(tr("&Copy"), this))
    , m_make(new QPushButton(tr("&Make"), this))
    , m_form(new QFormLayout(this))
{
    setWindowTitle(tr("Make a token"));
    m_name->setPlaceholderText(tr("whose it is, or what for"));
    m_name->setMaxLength(100);
    m_role->addItem(tr("Reader: sees trees"), u"reader"_s);
    m_role->addItem(tr("Editor: changes objects, too"), u"editor"_s);
    m_role->addItem(tr("Admin: does everything"), u"admin"_s);
    m_trees->setToolTip(
        tr("Names and patterns with spaces between, such as user.anna.* for all trees that begin "
           "like this; * is all trees."));
    m_days->setRange(0, 36500);
    m_days->setSpecialValueText(tr("never"));
    m_days->setSuffix(tr(" days"));
    m_days->setPrefix(tr("in "));
    m_message->setWordWrap(true);
    m_token->setReadOnly(true);
    m_token->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_token->setMinimumWidth(520);
    m_token->setAccessibleName(tr("The new token"));
    auto *tokenRow = new QHBoxLayout;
    tokenRow->addWidget(m_token, 1);
    tokenRow->addWidget(m_copy);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(m_make, QDialogButtonBox::ActionRole);
    m_close = buttons->button(QDialogButtonBox::Cancel);
    m_form->addRow(tr("&Name:"), m_name);
    m_form->addRow(tr("&Role:"), m_role);
    m_form->addRow(tr("&Trees:"), m_trees);
    m_form->addRow(tr("&Ends:"), m_days);
    m_form->addRow(m_message);
    m_form->addRow(tokenRow);
    m_form->addRow(buttons);
    m_form->setRowVisible(tokenRow, false);
    m_make->setEnabled(false);
    connect(m_name, &QLineEdit::textChanged, this,
            [this](const QString &name) { m_make->setEnabled(!name.trimmed().isEmpty()); });
    connect(m_make, &QPushButton::clicked, this, [this] {
        m_make->setEnabled(false);
        Q_EMIT makeRequested();
    });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_token->text()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

TokenWish NewTokenDialog::wish() const
{
    return {.name = m_name->text().trimmed(),
            .role = m_role->currentData().toString(),
            .trees = m_trees->text().split(u' ', Qt::SkipEmptyParts),
            .days = m_days->value()};
}

void NewTokenDialog::showToken(const QString &token)
{
    for (QWidget *field : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_role),
                           static_cast<QWidget *>(m_trees), static_cast<QWidget *>(m_days)})
        field->setEnabled(false);
    m_make->hide();
    m_close->setText(tr("Close"));
    m_message->setText(tr("This is the token. It is shown this once: copy it now, and keep it safe."));
    m_token->setText(token);
    m_form->setRowVisible(m_form->rowCount() - 2, true);
    m_token->selectAll();
    adjustSize();
}

void NewTokenDialog::setProblem(const QString &problem)
{
    m_message->setText(problem);
    m_make->setEnabled(true);
}

} // namespace GenMirror
