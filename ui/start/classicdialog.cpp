#include "ui/start/classicdialog.h"

#include "ui/foreigntext.h"
#include "ui/problemline.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace GenMirror
{

ClassicDialog::ClassicDialog(QWidget *parent)
    : QDialog(parent)
    , m_address(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_key(new QLineEdit(u"id"_s, this))
    , m_sets(new QLineEdit(this))
    , m_message(new ProblemLine(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Another kind of server"));
    auto *what = new PlainLabel(
        tr("Other servers publish generational sets, too. The address holds {generation} where the server "
           "expects the number that was seen. Such a server tells no digest: the copy cannot be verified."),
        this);
    what->setWordWrap(true);
    what->setMinimumWidth(460);
    m_address->setPlaceholderText(u"http://host/data?generation={generation}"_s);
    m_name->setPlaceholderText(tr("A name for the mirror"));
    m_sets->setPlaceholderText(tr("recognised by their shape"));
    m_sets->setToolTip(tr(
        "Patterns with spaces between, such as releases/*=cycle, where cycle is the key attribute, or tags=. "
        "where each object is its own id"));
    m_key->setToolTip(tr("The attribute that holds an object's id; a dot where each object is its own id"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Mirror it"));
    auto *form = new QFormLayout(this);
    form->addRow(what);
    form->addRow(tr("&Address:"), m_address);
    form->addRow(tr("Na&me:"), m_name);
    form->addRow(tr("Key att&ribute:"), m_key);
    form->addRow(tr("&Nested sets:"), m_sets);
    form->addRow(m_message);
    form->addRow(m_buttons);
    connect(m_address, &QLineEdit::textChanged, this, &ClassicDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, &ClassicDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

QString ClassicDialog::address() const
{
    return m_address->text().trimmed();
}

QString ClassicDialog::name() const
{
    return m_name->text().trimmed();
}

QString ClassicDialog::key() const
{
    return m_key->text().trimmed();
}

QStringList ClassicDialog::sets() const
{
    return m_sets->text().split(u' ', Qt::SkipEmptyParts);
}

void ClassicDialog::accept()
{
    const Trouble problem = m_check ? m_check() : Trouble();
    if (problem.isEmpty())
        QDialog::accept();
    else
        m_message->setTrouble(problem);
}

void ClassicDialog::check()
{
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(!address().isEmpty() && !name().isEmpty());
}

} // namespace GenMirror
