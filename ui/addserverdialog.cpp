#include "ui/addserverdialog.h"

#include "ui/credentialsdialog.h"
#include "ui/foreigntext.h"
#include "ui/problemline.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace GenMirror
{

AddServerDialog::AddServerDialog(QWidget *parent)
    : QDialog(parent)
    , m_kind(new QComboBox(this))
    , m_address(new QLineEdit(u"http://127.0.0.1:8765"_s, this))
    , m_tree(new PlainChoice(this))
    , m_list(new QPushButton(tr("Show trees"), this))
    , m_key(new QLineEdit(u"id"_s, this))
    , m_sets(new QLineEdit(this))
    , m_form(new QFormLayout(this))
    , m_message(new ProblemLine(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Add a server"));
    m_kind->addItems({tr("GenMirror server"), tr("Other server that publishes generational sets")});
    m_address->setMinimumWidth(360);
    m_tree->setEditable(true);
    m_sets->setPlaceholderText(tr("recognised by their shape"));
    m_sets->setToolTip(tr(
        "Patterns with spaces between, such as releases/*=cycle, where cycle is the key attribute, or tags=. "
        "where each object is its own id"));
    m_key->setToolTip(tr("The attribute that holds an object's id; a dot where each object is its own id"));
    m_message->setSteps({NextStep::EnterToken, NextStep::ChooseTree, NextStep::UseHttp, NextStep::UseHttps});
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Mirror it"));
    auto *treeRow = new QHBoxLayout;
    treeRow->addWidget(m_tree, 1);
    treeRow->addWidget(m_list);
    m_form->addRow(tr("&Kind:"), m_kind);
    m_form->addRow(tr("&Address:"), m_address);
    m_credentials = new CredentialsFields(m_form, this);
    auto *treeLabel = new PlainLabel(tr("&Tree:"), this);
    treeLabel->setBuddy(m_tree);
    m_form->addRow(treeLabel, treeRow);
    m_form->addRow(tr("Key att&ribute:"), m_key);
    m_form->addRow(tr("&Nested sets:"), m_sets);
    m_form->addRow(m_message);
    m_form->addRow(m_buttons);

    connect(m_list, &QPushButton::clicked, this, [this] {
        m_message->setText(tr("Asking…"));
        Q_EMIT listRequested();
    });
    connect(m_message, &ProblemLine::chosen, this, &AddServerDialog::take);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &AddServerDialog::showKind);
    connect(m_address, &QLineEdit::textChanged, this, &AddServerDialog::check);
    connect(m_tree, &QComboBox::editTextChanged, this, &AddServerDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showKind();
}

void AddServerDialog::welcome()
{
    setWindowTitle(tr("Welcome to GenMirror"));
    auto *what = new PlainLabel(
        tr("GenMirror keeps a local copy of the data that a server publishes: always up to date, "
           "proved to be the same, and there without a network, too. Which server?"),
        this);
    what->setWordWrap(true);
    what->setMinimumWidth(460);
    what->setMinimumHeight(what->heightForWidth(460));
    m_form->insertRow(0, what);
    what->show();
    auto *sample = m_buttons->addButton(tr("Try it with &sample data"), QDialogButtonBox::ActionRole);
    sample->setAutoDefault(false);
    sample->setToolTip(
        tr("Starts a server on this machine that replays a real history, until GenMirror is closed"));
    connect(sample, &QPushButton::clicked, this, [this] {
        Q_EMIT sampleRequested();
        reject();
    });
    adjustSize();
}

bool AddServerDialog::isClassic() const
{
    return m_kind->currentIndex() == 1;
}

QString AddServerDialog::key() const
{
    return m_key->text().trimmed();
}

QString AddServerDialog::token() const
{
    return m_credentials->token();
}

QString AddServerDialog::authorityFile() const
{
    return m_credentials->authorityFile();
}

QStringList AddServerDialog::sets() const
{
    return m_sets->text().split(u' ', Qt::SkipEmptyParts);
}

void AddServerDialog::showKind()
{
    m_form->setRowVisible(m_key, isClassic());
    m_form->setRowVisible(m_sets, isClassic());
    m_credentials->setVisible(!isClassic());
    m_list->setVisible(!isClassic());
    m_tree->lineEdit()->setPlaceholderText(isClassic() ? tr("A name for the mirror")
                                                       : tr("Name of the tree"));
    m_address->setPlaceholderText(isClassic() ? u"http://host/data?generation={generation}"_s : QString());
    m_message->setText(isClassic()
                           ? tr("The address holds {generation} where the server expects the number that was "
                                "seen. Such a server tells no digest: the copy cannot be verified.")
                           : QString());
    if (isClassic() && !m_address->text().contains("{generation}"_L1))
        m_address->clear();
    check();
    adjustSize();
}

QString AddServerDialog::address() const
{
    return m_address->text().trimmed();
}

QString AddServerDialog::tree() const
{
    return m_tree->currentText().trimmed();
}

void AddServerDialog::suggest(const QUrl &server, const QString &tree)
{
    m_address->setText(server.toString());
    m_tree->setEditText(tree);
}

void AddServerDialog::take(NextStep step)
{
    const auto useScheme = [this](QLatin1StringView scheme) {
        m_address->setText(scheme + u"://"_s + address().section(u"://"_s, -1));
        m_list->click();
    };
    switch (step) {
    case NextStep::EnterToken:
        return m_credentials->focusToken();
    case NextStep::ChooseTree:
        m_tree->clearEditText();
        m_tree->setFocus();
        return m_list->click();
    case NextStep::UseHttp:
        return useScheme("http"_L1);
    case NextStep::UseHttps:
        return useScheme("https"_L1);
    case NextStep::None:
        break;
    }
}

void AddServerDialog::suggest(const QString &server, const QString &tree)
{
    const bool isLocal = server.startsWith("127.0.0.1"_L1) || server.startsWith("localhost"_L1);
    m_address->setText((isLocal ? u"http://"_s : u"https://"_s) + server);
    m_tree->setEditText(tree);
    m_message->setText(tr("The link leads to a server that is not mirrored here yet."));
}

void AddServerDialog::setTrees(const QStringList &trees)
{
    const QString typed = tree();
    m_tree->clear();
    for (const QString &name : trees)
        m_tree->addChoice(name);
    if (!typed.isEmpty())
        m_tree->setCurrentText(typed);
    m_message->setText(trees.isEmpty() ? tr("The server has no trees yet.")
                                       : tr("The server has these trees."));
}

void AddServerDialog::setProblem(const Trouble &problem)
{
    m_message->setTrouble(problem);
}

void AddServerDialog::accept()
{
    const Trouble problem = m_check ? m_check() : Trouble();
    if (problem.isEmpty())
        QDialog::accept();
    else
        setProblem(problem);
}

void AddServerDialog::check()
{
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(!address().isEmpty() && !tree().isEmpty());
}

} // namespace GenMirror
