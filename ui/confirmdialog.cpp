#include "ui/confirmdialog.h"
#include "ui/foreigntext.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

namespace GenMirror
{

ConfirmDialog::ConfirmDialog(const QString &title, const QString &whatHappens, const QString &name,
                             const QString &button, QWidget *parent)
    : QDialog(parent)
    , m_name(name)
    , m_typed(new QLineEdit(this))
    , m_reason(new QLineEdit(this))
    , m_choice(new QCheckBox(this))
    , m_act(new QPushButton(button, this))
{
    setWindowTitle(title);
    auto *what = new PlainLabel(whatHappens, this);
    what->setWordWrap(true);
    what->setMinimumWidth(440);
    m_choice->hide();
    m_typed->setPlaceholderText(name);
    m_reason->setPlaceholderText(tr("for history and audit log"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(m_act, QDialogButtonBox::DestructiveRole);
    m_act->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    auto *form = new QFormLayout(this);
    form->addRow(what);
    form->addRow(m_choice);
    form->addRow(tr("Type its &name:"), m_typed);
    form->addRow(tr("&Reason:"), m_reason);
    form->addRow(buttons);
    connect(m_typed, &QLineEdit::textChanged, this, &ConfirmDialog::check);
    connect(m_reason, &QLineEdit::textChanged, this, &ConfirmDialog::check);
    connect(m_act, &QPushButton::clicked, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

void ConfirmDialog::addChoice(const QString &text)
{
    m_choice->setText(text);
    m_choice->show();
}

bool ConfirmDialog::isChosen() const
{
    return m_choice->isChecked();
}

QString ConfirmDialog::reason() const
{
    return m_reason->text().trimmed();
}

void ConfirmDialog::check()
{
    m_act->setEnabled(m_typed->text() == m_name && !reason().isEmpty());
}

} // namespace GenMirror
