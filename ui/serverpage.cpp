#include "ui/serverpage.h"

#include "ui/clearbutton.h"

#include "ui/adminlist.h"
#include "ui/foreigntext.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace GenMirror
{

ServerPage::ServerPage(const QString &server, QWidget *parent)
    : QDialog(parent)
    , m_tabs(new QTabWidget(this))
    , m_message(new PlainLabel(this))
    , m_filter(new QLineEdit)
{
    setWindowTitle(tr("Administration of %1").arg(server));
    m_message->hide();
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_filter->setPlaceholderText(tr("Only entries that contain…"));
    addClearButton(m_filter);
    m_filter->setAccessibleName(tr("Filter of the audit log"));
    makeLists();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    resize(980, 560);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ServerPage::rowsWanted);
    auto *typed = new QTimer(this); // asked for when the typing rests
    typed->setSingleShot(true);
    typed->setInterval(200);
    connect(m_filter, &QLineEdit::textChanged, typed, qOverload<>(&QTimer::start));
    connect(typed, &QTimer::timeout, this, &ServerPage::rowsWanted);
}

AdminList *ServerPage::addList(const QString &title, const QStringList &head, const QString &empty)
{
    auto *list = new AdminList(title, head, empty);
    m_tabs->addTab(list, title);
    m_lists.append(list);
    return list;
}

void ServerPage::makeLists()
{
    AdminList *trees = addList(tr("Trees"),
                               {tr("Tree"), tr("Generation"), tr("Objects"), tr("Sets"), tr("Removals kept"),
                                tr("Floor"), tr("Size"), tr("Changes a minute")},
                               tr("This server has no trees yet."));
    trees->addButton(tr("&Compact…"), Act::Compact, true,
                     [this](const QString &tree) { Q_EMIT compactRequested(tree); });
    trees->addButton(tr("&Reset…"), Act::Reset, true,
                     [this](const QString &tree) { Q_EMIT resetRequested(tree); });

    AdminList *clients = addList(tr("Clients"),
                                 {tr("Name"), tr("Tree"), tr("Generation"), tr("Behind"), tr("Connected"),
                                  tr("Last seen"), tr("Sent"), tr("Address"), tr("Program")},
                                 tr("No mirror has asked this server yet."));
    clients->addButton(tr("&Forget"), Act::ForgetClient, true,
                       [this](const QString &key) { Q_EMIT forgetClientRequested(key); });

    AdminList *tokens =
        addList(tr("Tokens"), {tr("Name"), tr("Role"), tr("Trees"), tr("Expires"), tr("Made"), tr("Id")},
                tr("This server has no tokens: every program on its machine may do everything. The first one "
                   "has to be an "
                   "admin's."));
    tokens->addButton(tr("&Make…"), Act::MakeToken, false,
                      [this](const QString &) { Q_EMIT makeTokenRequested(); });
    tokens->addButton(tr("Re&voke…"), Act::RevokeToken, true,
                      [this](const QString &id) { Q_EMIT revokeTokenRequested(id); });

    AdminList *backups =
        addList(tr("Backups"), {tr("Backup"), tr("Made"), tr("Size"), tr("Trees"), tr("Missing")},
                tr("There are no backups. One is made while everybody goes on."));
    backups->addButton(tr("&Back up now"), Act::BackUp, false,
                       [this](const QString &) { Q_EMIT backupRequested(); });
    backups->addButton(tr("Re&store…"), Act::Restore, true,
                       [this](const QString &name) { Q_EMIT restoreRequested(name); });
    backups->addButton(tr("Remo&ve…"), Act::RemoveBackup, true,
                       [this](const QString &name) { Q_EMIT removeBackupRequested(name); });

    AdminList *audit = addList(
        tr("Audit log"), {tr("When"), tr("Who"), tr("From"), tr("Act"), tr("Tree"), tr("What"), tr("Why")},
        tr("No entry."));
    audit->addOnTop(m_filter);
    audit->addButton(tr("&Export…"), Act::Administer, false,
                     [this](const QString &) { Q_EMIT exportAuditRequested(); });
}

void ServerPage::setAllowance(const Allowance &allowance)
{
    for (AdminList *list : std::as_const(m_lists))
        list->setAllowance(allowance);
}

ServerPage::List ServerPage::shownList() const
{
    return List(m_tabs->currentIndex());
}

void ServerPage::setRows(List list, const QList<TextRows::Row> &rows)
{
    m_lists[int(list)]->setRows(rows);
}

const QList<TextRows::Row> &ServerPage::rows(List list) const
{
    return m_lists[int(list)]->model().rows();
}

void ServerPage::setProblem(const QString &problem)
{
    if (!problem.isEmpty() || !m_tellsWhatWasDone)
        m_message->setText(problem);
    m_tellsWhatWasDone = false;
    m_message->setVisible(!m_message->text().isEmpty());
}

void ServerPage::setDone(const QString &sentence)
{
    m_message->setText(sentence);
    m_message->show();
    m_tellsWhatWasDone = true; // the next good answer does not take it away
}

QString ServerPage::auditFilter() const
{
    return m_filter->text().trimmed();
}

} // namespace GenMirror
