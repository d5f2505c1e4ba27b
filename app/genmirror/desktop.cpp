#include "app/genmirror/desktop.h"

#include "app/genmirror/appearance.h"
#include "app/genmirror/mirrorlist.h"
#include "model/items/words.h"
#include "sync/cache/mirrorfiles.h"
#include "ui/objectspanel.h"
#include "ui/settabs.h"

#include <QApplication>
#include <QLocale>
#include <QStatusBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Desktop::Desktop(QString cacheRoot, QObject *parent)
    : QObject(parent)
    , m_cacheRoot(std::move(cacheRoot))
    , m_rules(readNoticeRules())
    , m_window({&m_mirrorTree, &m_objects, &m_history, &m_serverHistory, &m_activity})
    , m_welcome(m_window.startPage(),
                {.credentialsOf = [this](const QUrl &server) { return credentialsOf(server); },
                 .has = [this](const MirrorConfig &config) { return numberOf(config) != 0; }})
{
    connectWindow();
    connectPlaces();
    connectCommands();
    connectAdministration();
    connectWelcome();
    connectTray();
    connect(&m_networkWatch, &NetworkWatch::returned, this, [this] {
        for (auto &[number, mirror] : m_mirrors)
            mirror.session->networkReturned();
    });
    m_serverHistoryDue.setSingleShot(true);
    m_serverHistoryDue.setInterval(300); // of a burst of updates one is enough
    connect(&m_serverHistoryDue, &QTimer::timeout, this, &Desktop::fetchServerHistory);
    connectHistory();
}

/// Readers go before writers: the last to leave a cache tidies its log up, and only a writer can.
Desktop::~Desktop()
{
    rememberSession();
    m_window.tabs().disconnect(this);
    m_administrations.clear();
    m_historyFeed.close();
    m_pastWork.finish();
    m_versionWork.finish();
    m_differenceWork.finish();
    m_objects.setSource({}, 0);
    m_mirrors.clear();
}

void Desktop::connectWindow()
{
    connect(&m_window, &MainWindow::setSelected, this, &Desktop::showSet);
    connect(&m_window, &MainWindow::removeRequested, this, &Desktop::askToRemove);
    connect(&m_window, &MainWindow::replaceCacheRequested, this, [this] {
        if (const Mirror *mirror = shown())
            mirror->session->replaceCache();
    });
    connect(&m_window, &MainWindow::stepRequested, this, &Desktop::takeStep);
    connect(&m_window, &MainWindow::readAgainRequested, this, [this] { readAgain(m_shown); });
    connect(&m_objects, &ObjectTableModel::problemChanged, this, &Desktop::showReadProblem);
    connect(&m_window, &MainWindow::viewRequested, this, &Desktop::viewRecord);
    connect(&m_window, &MainWindow::liveRequested, this, &Desktop::returnToLive);
    connect(&m_window, &MainWindow::differencesRequested, this, &Desktop::showDifferences);
    connect(&m_window, &MainWindow::differencesLeft, this, &Desktop::leaveDifferences);
    connect(&m_window, &MainWindow::versionsRequested, this, &Desktop::showVersions);
    connect(&m_window, &MainWindow::serverHistoryShown, this, [this](bool isShown) {
        m_serverHistoryShown = isShown;
        fetchServerHistory();
    });
}

void Desktop::connectTray()
{
    connect(&m_tray, &Tray::windowWanted, &m_window, &MainWindow::bringUp);
    connect(&m_tray, &Tray::quitWanted, qApp, &QCoreApplication::quit);
    connect(&m_window, &MainWindow::appearanceChosen, this,
            [](const QString &name) { applyAppearance(name); });
    m_window.setTrayAvailable(Tray::isAvailable());
}

int Desktop::numberOf(const MirrorConfig &config) const
{
    const auto found = std::ranges::find_if(
        m_mirrors, [&](const auto &entry) { return isSameMirror(entry.second.session->config(), config); });
    return found == m_mirrors.end() ? 0 : found->first;
}

void Desktop::addMirror(const MirrorConfig &config)
{
    if (numberOf(config) != 0)
        return;
    startMirror(config);
    m_window.showSets();
    remember();
}

void Desktop::showMirror(const MirrorConfig &config)
{
    addMirror(config);
    m_window.showSets();
    m_window.selectSet(m_mirrorTree.indexOf(numberOf(config)));
}

void Desktop::startMirror(MirrorConfig config)
{
    config.directory = cacheFolderOf(m_cacheRoot, config);
    const Profile profile = profileOf(serverNameOf(config));
    if (profile.timeoutSeconds != Profile().timeoutSeconds)
        config.requestTimeoutMilliseconds = profile.timeoutSeconds * 1000;
    const int number = m_mirrorTree.addMirror(config.tree, profile.server);
    m_mirrorTree.setMarked(profile.server, profile.isProduction);
    startSession(number, config);
    if (m_shown == 0)
        m_window.selectSet(m_mirrorTree.indexOf(number));
}

/// In place of one that there may be: views of its cache stay as they are.
void Desktop::startSession(int number, const MirrorConfig &config)
{
    Mirror &mirror = m_mirrors[number];
    mirror.session.reset(); // one at a time writes a cache
    mirror.session = std::make_unique<MirrorSession>(config);
    connect(mirror.session.get(), &MirrorSession::statusChanged, this,
            [this, number](const MirrorStatus &status) { statusChanged(number, status); });
    connect(mirror.session.get(), &MirrorSession::rowsChecked, this,
            [this, config = mirror.session->config()](const Verification &verification) {
                m_indices.check(config.directory, config.tree, verification.objects);
            });
    connect(mirror.session.get(), &MirrorSession::updateApplied, this,
            [this, number](const std::shared_ptr<const AppliedUpdate> &update) {
                updateApplied(number, *update);
            });
    m_activity.add(config.tree, tr("starts: %1").arg(serverNameOf(config)));
    mirror.session->start();
}

Desktop::Mirror *Desktop::shown()
{
    const auto found = m_mirrors.find(m_shown);
    return found == m_mirrors.end() ? nullptr : &found->second;
}

void Desktop::openView(int number)
{
    Mirror &mirror = m_mirrors.at(number);
    if (mirror.live)
        return;
    const MirrorConfig &config = mirror.session->config();
    auto view = CacheView::open(config.directory, config.tree);
    if (!view && view.error().kind == Error::Kind::NotFound)
        return; // not made yet
    if (!view)
        return tellUnreadable(number, view.error());
    const auto sets = readOf(number, (*view)->sets());
    if (!sets)
        return;
    (*view)->setIndexObserver(m_indices.damageListener(config.directory, config.tree));
    mirror.live = *std::move(view);
    mirror.unreadable.reset();
    showReadProblem();
    mirror.hasObjects = std::ranges::any_of(*sets, [](const MirrorSet &set) { return set.objects > 0; });
    m_mirrorTree.setSets(number, *sets);
    qint64 objects = 0;
    for (const MirrorSet &set : *sets)
        objects += set.objects;
    m_indices.touch(config.directory, config.tree, objects);
    if (m_shown != number && m_shown != 0)
        return;
    m_shown = 0; // shown before there was anything to see
    showFirstObjects(number);
}

/// Opens the first set that holds objects itself; the root if none does.
void Desktop::showFirstObjects(int number)
{
    const auto sets = readOf(number, m_mirrors.at(number).live->sets());
    if (!sets)
        return;
    const auto first = std::ranges::find_if(*sets, [](const MirrorSet &set) { return set.objects > 0; });
    const MirrorSet set = first != sets->end() ? *first : sets->value(0);
    showSet(number, set.key);
    m_window.selectSet(m_mirrorTree.indexOf(number, set.path));
}

void Desktop::showSet(int number, qint64 set)
{
    const auto found = m_mirrors.find(number);
    if (found == m_mirrors.end())
        return;
    const Mirror &mirror = found->second;
    if (number == m_shown && mirror.view() && m_objects.view() == mirror.view() && m_objects.set() == set)
        return;
    leaveDifferences();
    const bool isOther = std::exchange(m_shown, number) != number;
    noteShownSet(number, set);
    m_objects.setSource(mirror.view(), mirror.view() ? set : 0);
    m_window.setStatus(mirror.session->status());
    showReadProblem();
    showWaiting(mirror.session->status());
    showRights();
    showVersions(); // an object of the same id and text may be another set's
    if (isOther)
        showHistories(mirror);
}

void Desktop::statusChanged(int number, const MirrorStatus &status)
{
    using State = MirrorStatus::State;
    const State before = std::exchange(m_mirrors.at(number).state, status.state);
    const bool wasNone = std::exchange(m_mirrors.at(number).isFetched, !status.generation.isNone()) == false;
    const bool isOtherSituation = before != status.state || wasNone != status.generation.isNone();
    if (before == State::Opening && status.state != before && m_mirrors.at(number).live)
        readAgain(number); // opened anew it may be another file
    else if (status.state != State::Opening)
        openView(number);
    m_mirrorTree.setStatus(number, status);
    if (number == m_shown)
        m_window.setStatus(status);
    if (number == m_shown)
        showWaiting(status);
    Mirror &mirror = m_mirrors.at(number);
    if (status.state == MirrorStatus::State::Live &&
        std::exchange(mirror.indexed, status.generation) != status.generation)
        m_indices.touch(mirror.session->config().directory, mirror.session->config().tree, status.objects);
    if (isOtherSituation)
        showRights();
    noteActivity(number, status);
    showTrayState();
    goToPendingPlace();
    // A new connection may find the token changed; the server ends the streams of one that is.
    const auto link = status.state == MirrorStatus::State::Live ? status.link : MirrorStatus::Link::None;
    const bool isNew = std::exchange(mirror.link, link) != link;
    if (isNew && status.state == MirrorStatus::State::Live && !mirror.session->config().classic)
        askRole(mirror.session->config().server);
}

/// A mirror that never had an answer says so, and why, in place of an empty table; so does one whose first is
/// under way.
void Desktop::showWaiting(const MirrorStatus &status)
{
    if (status.state == MirrorStatus::State::CatchingUp)
        return m_window.objects().setWaiting(
            tr("The mirror catches up: what belongs here may still be on its way."));
    const Mirror *mirror = shown();
    if (mirror && isAbsent(*mirror) && mirror->past)
        return m_window.objects().setWaiting(tr("This set did not exist at generation %1.")
                                                 .arg(QLocale().toString(mirror->past->viewed()->to.value)));
    if (mirror && isAbsent(*mirror) && !status.generation.isNone())
        return m_window.objects().setWaiting(tr("This set does not exist any more."));
    if (!status.generation.isNone())
        return m_window.objects().setWaiting({});
    m_window.objects().setWaiting(
        status.problem.isEmpty()
            ? tr("Waiting for the server's first answer…")
            : tr("Nothing was fetched yet.\n\n%1\n\nGenMirror goes on trying.").arg(status.problem));
}

/// Only what is another than before is worth a line.
void Desktop::noteActivity(int number, const MirrorStatus &status)
{
    Mirror &mirror = m_mirrors.at(number);
    const QString &tree = mirror.session->config().tree;
    QString line = wordFor(status.state);
    if (status.state == MirrorStatus::State::Live)
        line += u", "_s + wordFor(status.link);
    if (!status.problem.isEmpty())
        line += u": "_s + status.problem;
    if (std::exchange(mirror.lastActivity, line) != line)
        m_activity.add(tree, line);
}

void Desktop::updateApplied(int number, const AppliedUpdate &update)
{
    openView(number);
    Mirror &mirror = m_mirrors.at(number);
    const QLocale locale;
    m_activity.add(mirror.session->config().tree,
                   tr("applied generation %1 to %2: %3 added, %4 changed, %5 removed")
                       .arg(locale.toString(update.from.value), locale.toString(update.to.value),
                            locale.toString(update.addedCount()), locale.toString(update.changedCount()),
                            locale.toString(update.removedCount())));
    tellByRules(mirror.session->config(), update);
    goToPendingPlace();
    const bool isShown = number == m_shown;
    if (isShown && !update.more && mirror.live) {
        m_historyFeed.refresh();
        m_serverHistoryDue.start();
    }
    if (mirror.unreadable || (isShown && m_objects.problem()))
        return readAgain(number); // it may be mended by this, or be another file
    if (mirror.past) {            // what is looked at stays as it is
        if (readOf(number, mirror.past->isStillKept()).value_or(true))
            return;
        if (isShown)
            m_window.statusBar()->showMessage(tr("The state that was shown is not kept any more."), 15'000);
        mirror.past.reset();
        if (const auto sets = readOf(number, mirror.live->sets()))
            m_mirrorTree.setSets(number, *sets);
        m_mirrorTree.setPastObjects(number, -1);
        if (isShown)
            showState(mirror);
        return;
    }
    const bool hadObjects = std::exchange(mirror.hasObjects, mirror.hasObjects || update.addedCount() > 0);
    m_mirrorTree.applyUpdate(number, update);
    if (!isShown)
        return;
    if (!hadObjects && mirror.hasObjects && mirror.live)
        showFirstObjects(number); // now there is something to see
    if (isAbsent(mirror) &&
        readOf(number, mirror.live->set(m_window.tabs().current().set)).value_or(std::nullopt))
        return showState(mirror); // there it is
    m_objects.applyUpdate(update);
}

void Desktop::askToRemove(int number)
{
    const auto found = m_mirrors.find(number);
    if (found == m_mirrors.end())
        return;
    const MirrorConfig &config = found->second.session->config();
    const Profile profile = profileOf(serverNameOf(config));
    QStringList lines{tr("Remove the local copy of this mirror?"), {}};
    if (!profile.name.isEmpty())
        lines.append(tr("Name: %1").arg(profile.name));
    lines.append(tr("Tree: %1").arg(config.tree));
    lines.append(tr("Server: %1").arg(profile.server));
    lines.append({QString(), tr("The server keeps its data; the history kept here is lost.")});
    if (mirrorsOf(config.server) == 1 && hasKeptToken(config.server))
        lines.append(tr("It is the last of this server: its token is removed from the keychain, too."));
    ask(tr("Remove local copy"), lines.join(u'\n'), tr("Remove"), [this, number] { removeMirror(number); });
}

/// As long as a person has not chosen what.
void Desktop::showNothing()
{
    m_shown = 0;
    m_wanted.clear();
    m_historyFeed.close();
    m_pastWork.finish();
    m_versionWork.finish();
    m_differenceWork.finish();
    m_window.leaveDifferences();
    m_objects.setSource({}, 0);
    m_history.replace({});
    m_serverHistoryDue.stop();
    m_serverHistoryFetcher.cancel();
    m_olderServerHistory.cancel();
    m_serverHistory.clear();
    m_window.setServerHistoryProblem({});
    m_window.clearStatus();
    m_window.showLive();
    forgetVersions();
    m_window.objects().setWaiting({});
}

void Desktop::removeMirror(int number)
{
    const auto found = m_mirrors.find(number);
    if (found == m_mirrors.end())
        return;
    const MirrorConfig config = found->second.session->config();
    if (m_shown == number)
        showNothing();
    // Before tabs and tree, which go to something else then: to nothing of this one.
    m_mirrors.erase(found); // closes the cache
    m_window.tabs().closeThoseOf(number);
    m_mirrorTree.removeMirror(number);
    showTitles();
    if (mirrorsOf(config.server) == 0) { // nobody is connected to it any more
        m_administrations.erase(config.server.toString());
        m_people.erase(config.server);
        forgetToken(config.server);
    }
    showRights();
    m_welcome.endSampleOf(config);
    m_indices.forget(config.directory, config.tree);
    if (const auto removed = GenMirror::removeMirror(config.directory, config.tree); !removed)
        m_window.statusBar()->showMessage(removed.error().detail, 15'000);
    remember();
    if (m_mirrors.empty())
        showStart();
}

} // namespace GenMirror
