#include "app/genmirror/desktop.h"

#include "app/genmirror/treelister.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/protocol/routes.h"
#include "ui/addserverdialog.h"

#include <QSettings>
#include <QStatusBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int HistoryShown = 500; // records

} // namespace

Desktop::Desktop(QString cacheRoot, QObject *parent)
    : QObject(parent)
    , m_cacheRoot(std::move(cacheRoot))
    , m_window(&m_mirrorTree, &m_objects, &m_history)
{
    connect(&m_window, &MainWindow::setSelected, this, &Desktop::showSet);
    connect(&m_window, &MainWindow::addServerRequested, this, &Desktop::askForServer);
    connect(&m_window, &MainWindow::removeRequested, this, &Desktop::removeMirror);
    connect(&m_window, &MainWindow::refreshRequested, this,
            [this](int mirror) { m_mirrors.at(mirror).session->refresh(); });
    connect(&m_window, &MainWindow::repairRequested, this,
            [this](int mirror) { m_mirrors.at(mirror).session->repair(); });
    connect(&m_window, &MainWindow::pauseRequested, this, [this](int mirror) {
        MirrorSession &session = *m_mirrors.at(mirror).session;
        if (session.status().state == MirrorStatus::State::Paused)
            session.resume();
        else
            session.pause();
    });
}

void Desktop::restoreMirrors()
{
    QSettings settings;
    const int count = settings.beginReadArray("mirrors"_L1);
    QList<std::pair<QUrl, QString>> known;
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        known.append({settings.value("server"_L1).toUrl(), settings.value("tree"_L1).toString()});
    }
    settings.endArray();
    for (const auto &[server, tree] : std::as_const(known))
        addMirror(server, tree);
}

void Desktop::remember() const
{
    QSettings settings;
    settings.beginWriteArray("mirrors"_L1, int(m_mirrors.size()));
    int i = 0;
    for (const auto &[number, mirror] : m_mirrors) {
        settings.setArrayIndex(i++);
        settings.setValue("server"_L1, mirror.session->config().server);
        settings.setValue("tree"_L1, mirror.session->config().tree);
    }
    settings.endArray();
}

void Desktop::addMirror(const QUrl &server, const QString &tree)
{
    const bool known = std::ranges::any_of(m_mirrors, [&](const auto &entry) {
        const MirrorConfig &config = entry.second.session->config();
        return config.server == server && config.tree == tree;
    });
    if (known)
        return;
    const QString folder = QString::fromLatin1(server.toEncoded().toPercentEncoding());
    const int number = m_mirrorTree.addMirror(tree, server.toDisplayString());
    Mirror &mirror = m_mirrors[number];
    mirror.session = std::make_unique<MirrorSession>(MirrorConfig{
        .server = server, .tree = tree, .directory = m_cacheRoot + u'/' + folder, .pollMilliseconds = 500});
    connect(mirror.session.get(), &MirrorSession::statusChanged, this,
            [this, number](const MirrorStatus &status) { statusChanged(number, status); });
    connect(mirror.session.get(), &MirrorSession::updateApplied, this,
            [this, number](const std::shared_ptr<const AppliedUpdate> &update) {
                updateApplied(number, *update);
            });
    mirror.session->start();
    remember();
    if (m_shown == 0)
        m_window.selectSet(m_mirrorTree.indexOf(number));
}

void Desktop::openView(int number)
{
    Mirror &mirror = m_mirrors.at(number);
    if (mirror.view)
        return;
    const MirrorConfig &config = mirror.session->config();
    auto view = CacheView::open(config.directory, config.tree);
    if (!view)
        return; // not made yet, or damaged: the session's status says what
    mirror.view = *std::move(view);
    m_mirrorTree.setSets(number, mirror.view->sets());
    if (m_shown != number && m_shown != 0)
        return;
    m_shown = 0; // shown before there was anything to see
    showFirstObjects(number);
}

/// Opens the first set that holds objects itself; the root if none does.
void Desktop::showFirstObjects(int number)
{
    const QList<MirrorSet> sets = m_mirrors.at(number).view->sets();
    const auto first = std::ranges::find_if(sets, [](const MirrorSet &set) { return set.objects > 0; });
    const MirrorSet shown = first != sets.end() ? *first : sets.value(0);
    showSet(number, shown.key);
    m_window.selectSet(m_mirrorTree.indexOf(number, shown.path));
}

void Desktop::showSet(int number, qint64 set)
{
    const auto found = m_mirrors.find(number);
    if (found == m_mirrors.end())
        return;
    const Mirror &mirror = found->second;
    if (m_shown != number)
        m_history.replaceRecords(mirror.view ? mirror.view->history(HistoryShown) : QList<HistoryRecord>());
    m_shown = number;
    m_objects.setSource(mirror.view, mirror.view ? set : 0);
    m_window.setStatus(mirror.session->status());
}

void Desktop::statusChanged(int number, const MirrorStatus &status)
{
    if (status.state != MirrorStatus::State::Opening)
        openView(number);
    m_mirrorTree.setStatus(number, status);
    if (number == m_shown)
        m_window.setStatus(status);
}

void Desktop::updateApplied(int number, const AppliedUpdate &update)
{
    openView(number);
    const bool wasEmpty = m_objects.rowCount() == 0 && update.from.isNone();
    m_mirrorTree.applyUpdate(number, update);
    if (number != m_shown)
        return;
    if (wasEmpty && m_mirrors.at(number).view)
        showFirstObjects(number); // the first page of a first sync: now there is something to see
    m_objects.applyUpdate(update);
    if (!update.more && m_mirrors.at(number).view)
        m_history.setRecords(m_mirrors.at(number).view->history(HistoryShown));
}

void Desktop::removeMirror(int number)
{
    const auto found = m_mirrors.find(number);
    if (found == m_mirrors.end())
        return;
    const MirrorConfig config = found->second.session->config();
    if (m_shown == number) {
        m_objects.setSource({}, 0);
        m_history.replaceRecords({});
        m_window.clearStatus();
        m_shown = 0;
    }
    m_mirrors.erase(found); // closes the cache
    m_mirrorTree.removeMirror(number);
    if (const auto removed = GenMirror::removeMirror(config.directory, config.tree); !removed)
        qWarning("%s", qUtf8Printable(removed.error().detail));
    remember();
}

void Desktop::askForServer()
{
    auto *dialog = new AddServerDialog(&m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *lister = new TreeLister(dialog);
    connect(dialog, &AddServerDialog::listRequested, lister, &TreeLister::list);
    connect(lister, &TreeLister::listed, dialog, &AddServerDialog::setTrees);
    connect(lister, &TreeLister::failed, dialog, &AddServerDialog::setProblem);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto server = Routes::checkServerUrl(dialog->address());
        const auto tree = Routes::checkTreeName(dialog->tree());
        if (server && tree)
            addMirror(*server, *tree);
        else
            m_window.statusBar()->showMessage(server ? tree.error().detail : server.error().detail, 15'000);
    });
    dialog->open();
}

} // namespace GenMirror
