#include "app/genmirror/administration.h"

#include "app/genmirror/serverpagerows.h"
#include "ui/compactdialog.h"
#include "ui/confirmdialog.h"
#include "ui/filechooser.h"
#include "ui/foreigntext.h"
#include "ui/newtokendialog.h"
#include "ui/sheetchoices.h"

#include <QDateTime>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using List = ServerPage::List;

} // namespace

Administration::Administration(const QUrl &server, const ServerCredentials &credentials,
                               const ChangeGate &gate, QWidget *window, QObject *parent)
    : QObject(parent)
    , m_server({.url = server, .credentials = credentials}, {.gate = gate})
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

void Administration::setAllowance(const Allowance &allowance)
{
    m_allowance = allowance;
    if (m_page)
        m_page->setAllowance(allowance);
}

QWidget *Administration::parentOfDialogs() const
{
    return m_page ? static_cast<QWidget *>(m_page) : m_window;
}

void Administration::showPage()
{
    if (!m_page) {
        m_page = new ServerPage(m_server.server().url.toDisplayString(), m_window);
        m_page->setAttribute(Qt::WA_DeleteOnClose);
        m_page->setAllowance(m_allowance);
        connectPage();
        Q_EMIT pageMade(m_page);
    }
    m_page->show();
    m_page->raise();
    m_page->activateWindow();
    m_look.start();
    fetchRows();
}

template <typename T>
void Administration::tellWhenDone(const ServerApi::Reply<T> &reply, const QString &done)
{
    whenThere(reply, this, [this, done](const Result<Answer<T>> &answer) {
        sayOnceShown(answer ? done : answer.error().detail);
    });
}

/// The list beside it must not say otherwise.
void Administration::sayOnceShown(const QString &sentence)
{
    sayNow(); // of an act before
    m_toSay = sentence;
    m_sayAfter = m_fetches + 1;
    if (m_page)
        fetchRows();
    else
        sayNow();
}

void Administration::fetched(int fetch)
{
    if (fetch >= m_sayAfter)
        sayNow();
}

void Administration::sayNow()
{
    if (const QString sentence = std::exchange(m_toSay, {}); !sentence.isEmpty())
        say(sentence);
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
        tellWhenDone(m_server.forgetClient(key.section(u' ', 0, 0), key.section(u' ', 1)),
                     tr("The client is forgotten until it asks again."));
    });
}

template <typename T>
void Administration::showWhenThere(const ServerApi::Reply<QList<T>> &reply, List list,
                                   TextRows::Row (*rowOf)(const T &), int fetch)
{
    whenThere(reply, this, [this, list, rowOf, fetch](const Result<Answer<QList<T>>> &answer) {
        if (!m_page)
            return sayNow();
        m_page->setProblem(answer ? QString() : answer.error().detail);
        if (answer) {
            QList<TextRows::Row> rows;
            for (const T &value : answer->value)
                rows.append(rowOf(value));
            m_page->setRows(list, rows);
        }
        fetched(fetch);
    });
}

void Administration::fetchRows()
{
    if (!m_page)
        return;
    const int fetch = ++m_fetches;
    switch (const List list = m_page->shownList()) {
    case List::Trees:
        return fetchTrees({}, fetch);
    case List::Clients:
        return showWhenThere(m_server.clients(), list, &rowOfClient, fetch);
    case List::Tokens:
        return showWhenThere(m_server.tokens(), list, &rowOfToken, fetch);
    case List::Backups:
        return showWhenThere(m_server.backups(), list, &rowOfBackup, fetch);
    case List::Audit:
        return fetchAudit(m_page->auditFilter(), fetch);
    }
}

void Administration::fetchTrees(const QList<TextRows::Row> &known, int fetch)
{
    whenThere(m_server.trees(known.isEmpty() ? QString() : known.constLast().key), this,
              [this, known, fetch](const Result<Answer<TreePage>> &page) {
                  constexpr qsizetype most = 10'000; // rows
                  if (!m_page)
                      return sayNow();
                  m_page->setProblem(page ? QString() : page.error().detail);
                  if (!page)
                      return fetched(fetch);
                  QList<TextRows::Row> rows = known;
                  for (const TreeListing &tree : page->value.trees)
                      rows.append(rowOfTree(tree));
                  const bool more = page->value.more && rows.size() > known.size();
                  if (more && rows.size() < most)
                      return fetchTrees(rows, fetch);
                  m_page->setRows(List::Trees, rows);
                  if (more)
                      m_page->setProblem(tr("Only the first %1 are shown. genmirrorctl trees lists all.")
                                             .arg(QLocale().toString(rows.size())));
                  fetched(fetch);
              });
}

void Administration::fetchAudit(const QString &filter, int fetch)
{
    constexpr qint64 most = 1000;
    whenThere(m_server.audit({.text = filter}, most), this,
              [this, filter, fetch](const Result<Answer<AuditPage>> &page) {
                  if (!m_page || filter != m_page->auditFilter())
                      return fetched(fetch); // of an earlier filter
                  m_page->setProblem(page ? QString() : page.error().detail);
                  if (!page)
                      return fetched(fetch);
                  QList<TextRows::Row> rows;
                  for (const AuditListing &entry : page->value.entries)
                      rows.append(rowOfAudit(entry));
                  m_page->setRows(List::Audit, rows);
                  fetched(fetch);
              });
}

void Administration::say(const QString &sentence)
{
    if (m_page)
        m_page->setDone(sentence);
    Q_EMIT told(sentence);
}

/// The dialog needs to know the sets and the generation: asked for first.
void Administration::compact(const QString &tree)
{
    whenThere(m_server.tree(tree), this, [this](const Result<Answer<TreeDetails>> &answer) {
        if (answer)
            openCompaction(answer->value);
        else
            say(answer.error().detail);
    });
}

void Administration::openCompaction(const TreeDetails &details)
{
    QList<std::pair<QString, QByteArray>> sets;
    for (const SetListing &set : details.sets) {
        QStringList names;
        for (const ObjectId &id : set.set.ids())
            names.append(id.toDisplay());
        sets.append({names.isEmpty() ? tr("The root set alone") : names.join(u" / "_s), set.set.toJson()});
    }
    const QString tree = details.tree.tree;
    auto *dialog = new CompactDialog(tree, sets, details.tree.generation.value, parentOfDialogs());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CompactDialog::previewRequested, this,
            [this, tree, dialog](const CompactionChoice &choice) {
                whenThere(m_server.compact(tree, compactionOf(choice, true)), dialog,
                          [dialog, choice](const Result<Answer<CompactionListing>> &answer) {
                              if (answer)
                                  dialog->setPreview(choice, previewOf(answer->value));
                              else
                                  dialog->setProblem(answer.error().detail);
                          });
            });
    connect(dialog, &QDialog::accepted, this, [this, tree, dialog] {
        tellWhenDone(m_server.compact(tree, compactionOf(dialog->choice(), false)),
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
        tellWhenDone(m_server.reset(tree, dialog->reason(), dialog->isChosen()),
                     tr("%1 is reset.").arg(tree));
    });
    dialog->open();
}

void Administration::backUp()
{
    whenThere(m_server.backUp(), this, [this](const Result<Answer<BackupListing>> &answer) {
        if (!answer) {
            sayOnceShown(answer.error().detail);
        } else if (const auto &missing = answer->value.missing; missing.isEmpty()) {
            sayOnceShown(tr("All trees are backed up."));
        } else {
            sayOnceShown(tr("The backup is partial: %Ln tree(s) could not be copied. The first is %1: %2",
                            nullptr, int(missing.size()))
                             .arg(nameOfMissing(missing.constFirst()), missing.constFirst().problem));
        }
    });
}

void Administration::restore(const QString &backup)
{
    const QList<TextRows::Row> rows = m_page->rows(List::Backups);
    const auto row = std::ranges::find(rows, backup, &TextRows::Row::key);
    if (row == rows.end())
        return;
    auto *menu = new PlainBox(QMessageBox::Question, tr("Restore from %1").arg(backup),
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
                tellWhenDone(m_server.restore(tree, backup, dialog->reason()),
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
        new PlainBox(QMessageBox::Question, tr("Remove a backup"),
                     tr("Remove the backup \"%1\" for good?").arg(backup), QMessageBox::Cancel, m_page);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this,
            [this, backup] { tellWhenDone(m_server.removeBackup(backup), tr("The backup is removed.")); });
    question->open();
}

void Administration::makeToken()
{
    auto *dialog = new NewTokenDialog(m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewTokenDialog::makeRequested, this, [this, dialog] {
        const TokenWish wish = dialog->wish();
        TokenChange wanted{.name = wish.name, .role = wish.role, .trees = wish.trees, .expires = {}};
        if (wish.days > 0)
            wanted.expires = QDateTime::currentDateTimeUtc().addDays(wish.days);
        whenThere(m_server.makeToken(wanted), dialog,
                  [this, dialog](const Result<Answer<TokenListing>> &made) {
                      if (made)
                          dialog->showToken(QString::fromLatin1(made->value.text));
                      else
                          dialog->setProblem(made.error().detail);
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
        new PlainBox(QMessageBox::Question, tr("Revoke a token"),
                     tr("Revoke the token \"%1\"? Who uses it is let in no more, at once.").arg(name),
                     QMessageBox::Cancel, m_page);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *revoke = question->addButton(tr("Revoke"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(revoke, &QPushButton::clicked, this,
            [this, id, name] { tellWhenDone(m_server.revokeToken(id), tr("\"%1\" is revoked.").arg(name)); });
    question->open();
}

void Administration::exportAudit()
{
    auto *dialog =
        new FileChooser(FileChooser::Purpose::Save, tr("Export the audit log"), {tr("CSV (*.csv)")}, m_page);
    dialog->selectFile(u"audit.csv"_s);
    dialog->setDefaultSuffix(u"csv"_s);
    connect(dialog, &FileChooser::fileSelected, this, [this](const QString &name) {
        if (!m_page)
            return;
        QSaveFile file(name);
        const QByteArray csv =
            sheetOf({tr("When"), tr("Who"), tr("From"), tr("Act"), tr("Tree"), tr("What"), tr("Why")},
                    m_page->rows(List::Audit), chosenSheetStyle());
        const bool saved =
            file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.flush() && file.commit();
        say(saved ? tr("What the list shows is in %1.").arg(name)
                  : tr("%1 could not be written: %2").arg(name, file.errorString()));
    });
    dialog->open();
}

} // namespace GenMirror
