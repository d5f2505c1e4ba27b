#include "app/genmirror/administration.h"

#include "app/genmirror/serverpagerows.h"
#include "ui/compactdialog.h"
#include "ui/confirmdialog.h"
#include "ui/newtokendialog.h"

#include <QDateTime>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using List = ServerPage::List;

QByteArray adminPath(const QString &tree, const QByteArray &act)
{
    return "/v1/admin/trees/" + tree.toUtf8().toPercentEncoding() + '/' + act;
}

QByteArray encoded(const QString &text)
{
    return text.toUtf8().toPercentEncoding();
}

} // namespace

Administration::Administration(const QUrl &server, const ServerCredentials &credentials, QWidget *window,
                               QObject *parent)
    : QObject(parent)
    , m_server(server, credentials)
    , m_window(window)
{
    constexpr int often = 2000; // milliseconds: numbers tick, and nobody's server notices
    m_look.setInterval(often);
    connect(&m_look, &QTimer::timeout, this, [this] {
        if (m_page)
            fetchRows();
        else
            m_look.stop();
    });
}

Administration::~Administration()
{
    delete m_page;
}

QWidget *Administration::parentOfDialogs() const
{
    return m_page ? static_cast<QWidget *>(m_page) : m_window;
}

void Administration::showPage()
{
    if (!m_page) {
        m_page = new ServerPage(m_server.server().toDisplayString(), m_window);
        m_page->setAttribute(Qt::WA_DeleteOnClose);
        connectPage();
    }
    m_page->show();
    m_page->raise();
    m_page->activateWindow();
    m_look.start();
    fetchRows();
}

void Administration::connectPage()
{
    connect(m_page, &ServerPage::rowsWanted, this, &Administration::fetchRows);
    connect(m_page, &ServerPage::compactRequested, this, &Administration::compact);
    connect(m_page, &ServerPage::resetRequested, this, &Administration::reset);
    connect(m_page, &ServerPage::restoreRequested, this, &Administration::restore);
    connect(m_page, &ServerPage::removeBackupRequested, this, &Administration::removeBackup);
    connect(m_page, &ServerPage::makeTokenRequested, this, &Administration::makeToken);
    connect(m_page, &ServerPage::revokeTokenRequested, this, &Administration::revokeToken);
    connect(m_page, &ServerPage::exportAuditRequested, this, &Administration::exportAudit);
    connect(m_page, &ServerPage::backupRequested, this, &Administration::backUp);
    connect(m_page, &ServerPage::forgetClientRequested, this, [this](const QString &key) {
        act("DELETE",
            "/v1/admin/clients/" + encoded(key.section(u' ', 0, 0)) +
                "?tree=" + encoded(key.section(u' ', 1)),
            {}, tr("The client is forgotten until it asks again."));
    });
}

void Administration::fetchRows()
{
    if (!m_page)
        return;
    const List list = m_page->shownList();
    const QString filter = m_page->auditFilter();
    fetchPage(list, filter, {});
}

void Administration::fetchPage(List list, const QString &filter, const QList<TextRows::Row> &known)
{
    constexpr qsizetype most = 10'000; // rows
    QByteArray path = pathOf(list, filter);
    if (!known.isEmpty())
        path += "?after=" + known.last().key.toUtf8().toPercentEncoding();
    m_server.ask("GET", path, {}, [this, list, filter, known](const Result<QJsonObject> &answer) {
        if (!m_page || (list == List::Audit && filter != m_page->auditFilter()))
            return; // of an earlier filter
        m_page->setProblem(answer ? QString() : answer.error().detail);
        if (!answer)
            return;
        const QList<TextRows::Row> rows = known + rowsOf(list, *answer);
        const bool more = list == List::Trees && (*answer)["more"_L1].toBool() && rows.size() > known.size();
        if (more && rows.size() < most)
            return fetchPage(list, filter, rows);
        m_page->setRows(list, rows);
        if (more)
            m_page->setProblem(tr("Only the first %1 are shown. genmirrorctl trees lists all.")
                                   .arg(QLocale().toString(rows.size())));
    });
}

void Administration::say(const QString &sentence)
{
    if (m_page)
        m_page->setDone(sentence);
    Q_EMIT told(sentence);
}

void Administration::act(const QByteArray &method, const QByteArray &path, const QJsonObject &body,
                         const QString &done)
{
    m_server.ask(method, path, body, [this, done](const Result<QJsonObject> &answer) {
        say(answer ? done : answer.error().detail);
        fetchRows();
    });
}

/// The dialog needs to know the sets and the generation: asked for first.
void Administration::compact(const QString &tree)
{
    m_server.ask("GET", "/v1/trees/" + encoded(tree), {}, [this, tree](const Result<QJsonObject> &answer) {
        if (answer)
            fetchSets(tree, *answer);
        else
            say(answer.error().detail);
    });
}

void Administration::fetchSets(const QString &tree, const QJsonObject &shown)
{
    QList<std::pair<QString, QByteArray>> sets;
    const QJsonArray array = shown["sets"_L1].toArray();
    for (const QJsonValue set : array) {
        const QJsonArray path = set["set"_L1].toArray();
        QStringList names;
        for (const QJsonValue name : path)
            names.append(name.toVariant().toString());
        sets.append({names.isEmpty() ? tr("The root set alone") : names.join(u" / "_s),
                     QJsonDocument(path).toJson(QJsonDocument::Compact)});
    }
    auto *dialog = new CompactDialog(tree, sets, shown["generation"_L1].toInteger(), parentOfDialogs());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CompactDialog::previewRequested, this,
            [this, tree, guard = QPointer(dialog)](const CompactionChoice &choice) {
                m_server.ask("POST", adminPath(tree, "compact"), bodyOf(choice, true),
                             [guard, choice](const Result<QJsonObject> &answer) {
                                 if (!guard)
                                     return;
                                 if (answer)
                                     guard->setPreview(choice, previewOf(*answer));
                                 else
                                     guard->setProblem(answer.error().detail);
                             });
            });
    connect(dialog, &QDialog::accepted, this, [this, tree, dialog] {
        act("POST", adminPath(tree, "compact"), bodyOf(dialog->choice(), false),
            tr("%1 is compacted.").arg(tree));
    });
    dialog->open();
}

void Administration::reset(const QString &tree)
{
    auto *dialog = new ConfirmDialog(
        tr("Reset %1").arg(tree),
        tr("The tree \"%1\" gets a new collection: every mirror replaces its copy, and marks that in "
           "its history. Nobody can go back to generations before it on the server.")
            .arg(tree),
        tree, tr("Reset"), parentOfDialogs());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->addChoice(tr("&Drop all objects, so that the tree begins empty"));
    connect(dialog, &QDialog::accepted, this, [this, tree, dialog] {
        act("POST", adminPath(tree, "reset"),
            {{u"reason"_s, dialog->reason()}, {u"objects"_s, dialog->isChosen() ? u"drop"_s : u"keep"_s}},
            tr("%1 is reset.").arg(tree));
    });
    dialog->open();
}

void Administration::backUp()
{
    m_server.ask("POST", "/v1/admin/backups", {}, [this](const Result<QJsonObject> &answer) {
        const QJsonArray missing = answer ? (*answer)["missing"_L1].toArray() : QJsonArray();
        if (!answer)
            say(answer.error().detail);
        else if (missing.isEmpty())
            say(tr("All trees are backed up."));
        else
            say(tr("The backup is partial: %Ln tree(s) could not be copied. The first is %1: %2", nullptr,
                   int(missing.size()))
                    .arg(missing[0]["tree"_L1].toString(), missing[0]["problem"_L1].toString()));
        fetchRows();
    });
}

void Administration::restore(const QString &backup)
{
    const QList<TextRows::Row> rows = m_page->rows(List::Backups);
    const auto row = std::ranges::find(rows, backup, &TextRows::Row::key);
    if (row == rows.end())
        return;
    auto *menu =
        new QMessageBox(QMessageBox::Question, tr("Restore from %1").arg(backup),
                        tr("Which tree becomes what the backup holds?"), QMessageBox::Cancel, m_page);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setDefaultButton(QMessageBox::Cancel);
    for (const QString &tree : row->texts.value(3).split(u' ', Qt::SkipEmptyParts)) {
        const QPushButton *button = menu->addButton(tree, QMessageBox::ActionRole);
        connect(button, &QPushButton::clicked, this, [this, backup, tree] {
            auto *dialog = new ConfirmDialog(tr("Restore %1").arg(tree),
                                             tr("The tree \"%1\" becomes what the backup \"%2\" holds, under "
                                                "a new collection: every mirror "
                                                "replaces its copy. What came after the backup is lost.")
                                                 .arg(tree, backup),
                                             tree, tr("Restore"), parentOfDialogs());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, backup, tree, dialog] {
                act("POST", adminPath(tree, "restore"),
                    {{u"backup"_s, backup}, {u"reason"_s, dialog->reason()}},
                    tr("%1 is restored.").arg(tree));
            });
            dialog->open();
        });
    }
    menu->open();
}

void Administration::removeBackup(const QString &backup)
{
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Remove a backup"),
                        tr("Remove the backup \"%1\" for good?").arg(backup), QMessageBox::Cancel, m_page);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this, [this, backup] {
        act("DELETE", "/v1/admin/backups/" + encoded(backup), {}, tr("The backup is removed."));
    });
    question->open();
}

void Administration::makeToken()
{
    auto *dialog = new NewTokenDialog(m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewTokenDialog::makeRequested, this, [this, guard = QPointer(dialog)] {
        const TokenWish wish = guard->wish();
        QJsonObject body{{u"name"_s, wish.name},
                         {u"role"_s, wish.role},
                         {u"trees"_s, QJsonArray::fromStringList(wish.trees)}};
        if (wish.days > 0)
            body["expires"_L1] = QDateTime::currentDateTimeUtc().addDays(wish.days).toString(Qt::ISODate);
        m_server.ask("POST", "/v1/admin/tokens", body, [this, guard](const Result<QJsonObject> &answer) {
            if (!guard)
                return;
            if (answer)
                guard->showToken((*answer)["token"_L1].toString());
            else
                guard->setProblem(answer.error().detail);
            fetchRows();
        });
    });
    dialog->open();
}

void Administration::revokeToken(const QString &id)
{
    const QList<TextRows::Row> rows = m_page->rows(List::Tokens);
    const auto row = std::ranges::find(rows, id, &TextRows::Row::key);
    const QString name = row == rows.end() ? id : row->texts.first();
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Revoke a token"),
                        tr("Revoke the token \"%1\"? Who uses it is let in no more, at once.").arg(name),
                        QMessageBox::Cancel, m_page);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *revoke = question->addButton(tr("Revoke"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(revoke, &QPushButton::clicked, this, [this, id, name] {
        act("DELETE", "/v1/admin/tokens/" + encoded(id), {}, tr("\"%1\" is revoked.").arg(name));
    });
    question->open();
}

void Administration::exportAudit()
{
    auto *dialog = new QFileDialog(m_page, tr("Export the audit log"), u"audit.csv"_s, tr("CSV (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &name) {
        if (!m_page)
            return;
        QSaveFile file(name);
        const QByteArray csv =
            csvOf({tr("When"), tr("Who"), tr("From"), tr("Act"), tr("Tree"), tr("What"), tr("Why")},
                  m_page->rows(List::Audit));
        const bool saved =
            file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.flush() && file.commit();
        say(saved ? tr("What the list shows is in %1.").arg(name)
                  : tr("%1 could not be written: %2").arg(name, file.errorString()));
    });
    dialog->open();
}

} // namespace GenMirror
