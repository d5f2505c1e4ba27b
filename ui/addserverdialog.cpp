#include "ui/addserverdialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace GenMirror
{

AddServerDialog::AddServerDialog(QWidget *parent)
    : QDialog(parent)
    , m_address(new QLineEdit(u"http://127.0.0.1:8765"_s, this))
    , m_tree(new QComboBox(this))
    , m_message(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Add a server"));
    m_address->setMinimumWidth(320);
    m_tree->setEditable(true);
    m_tree->lineEdit()->setPlaceholderText(tr("Name of the tree"));
    m_message->setWordWrap(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Mirror it"));
    auto *list = new QPushButton(tr("Show trees"), this);
    auto *treeRow = new QHBoxLayout;
    treeRow->addWidget(m_tree, 1);
    treeRow->addWidget(list);
    auto *form = new QFormLayout(this);
    form->addRow(tr("&Address:"), m_address);
    form->addRow(tr("&Tree:"), treeRow);
    form->addRow(m_message);
    form->addRow(m_buttons);

    connect(list, &QPushButton::clicked, this, [this] {
        m_message->setText(tr("Asking…"));
        Q_EMIT listRequested(address());
    });
    connect(m_address, &QLineEdit::textChanged, this, &AddServerDialog::check);
    connect(m_tree, &QComboBox::editTextChanged, this, &AddServerDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

QString AddServerDialog::address() const
{
    return m_address->text().trimmed();
}

QString AddServerDialog::tree() const
{
    return m_tree->currentText().trimmed();
}

void AddServerDialog::setTrees(const QStringList &trees)
{
    const QString typed = tree();
    m_tree->clear();
    m_tree->addItems(trees);
    if (!typed.isEmpty())
        m_tree->setCurrentText(typed);
    m_message->setText(trees.isEmpty() ? tr("The server has no trees yet.")
                                       : tr("The server has these trees."));
}

void AddServerDialog::setProblem(const QString &problem)
{
    m_message->setText(problem);
}

void AddServerDialog::check()
{
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(!address().isEmpty() && !tree().isEmpty());
}

} // namespace GenMirror
