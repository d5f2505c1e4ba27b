// The past, as the window shows it: earlier states, differences, versions, the server's own history.
#include "app/genmirror/desktop.h"
#include "app/genmirror/differencefinder.h"
#include "model/items/words.h"
#include "ui/differencespage.h"
#include "ui/objectspanel.h"
#include "ui/settabs.h"

#include <QLocale>
#include <QStatusBar>

#include <utility>

namespace GenMirror
{

void Desktop::connectHistory()
{
    connect(&m_historyFeed, &HistoryFeed::began, &m_history, &HistoryModel::replace);
    connect(&m_historyFeed, &HistoryFeed::grown, &m_history, &HistoryModel::extend);
    connect(&m_historyFeed, &HistoryFeed::pageRead, &m_history, &HistoryModel::addPage);
    connect(&m_historyFeed, &HistoryFeed::pageFailed, &m_history, &HistoryModel::forgoPage);
    connect(&m_historyFeed, &HistoryFeed::failed, this,
            [this](const Error &error) { tellUnreadable(m_shown, error); });
    connect(&m_history, &HistoryModel::pageWanted, &m_historyFeed, &HistoryFeed::readPage);
    connect(&m_history, &HistoryModel::binsWanted, &m_historyFeed, &HistoryFeed::readBins);
    connect(&m_historyFeed, &HistoryFeed::binsRead, &m_history, &HistoryModel::setCloseBins);
    for (ServerHistoryFetcher *fetcher : {&m_serverHistoryFetcher, &m_olderServerHistory}) {
        connect(fetcher, &ServerHistoryFetcher::fetched, this,
                [this](const QList<ServerHistoryEntry> &entries, bool hasOlder, qint64 before) {
                    if (!shown())
                        return; // it was removed meanwhile
                    m_window.setServerHistoryProblem({});
                    if (before == 0)
                        m_serverHistory.setNewest(entries, hasOlder);
                    else
                        m_serverHistory.addOlder(entries, hasOlder);
                });
        connect(fetcher, &ServerHistoryFetcher::failed, this, [this](const QString &problem, qint64 before) {
            if (before != 0)
                m_serverHistory.forgoOlder();
            if (shown())
                m_window.setServerHistoryProblem(problem);
        });
    }
    connect(&m_serverHistory, &ServerHistoryModel::olderWanted, this, [this](qint64 before) {
        if (const Mirror *mirror = shown()) {
            const MirrorConfig &config = mirror->session->config();
            m_olderServerHistory.fetch({.url = config.server, .credentials = config.credentials}, config.tree,
                                       before);
        }
    });
}

void Desktop::showHistory(const Mirror &mirror)
{
    const MirrorConfig &config = mirror.session->config();
    m_history.replace({});
    m_historyFeed.follow(config.directory, config.tree);
    tellViewed(mirror);
}

/// Which of its states the mirror that is shown is looked at in, everywhere.
void Desktop::tellViewed(const Mirror &mirror)
{
    if (mirror.past && mirror.past->viewed())
        m_window.showPast(*mirror.past->viewed(), readOf(m_shown, mirror.past->objectCount()).value_or(0));
    else
        m_window.showLive();
    showTitles();
}

void Desktop::viewRecord(qint64 record)
{
    Mirror *mirror = shown();
    if (!mirror || !mirror->live)
        return;
    leaveDifferences(); // it is a state that is to be looked at
    if (record == m_history.kept().newest)
        return returnToLive(); // the newest state is the present one
    openPast(*mirror, record);
}

/// It is made elsewhere; until it is there the window shows what it shows, and says what comes.
void Desktop::openPast(const Mirror &mirror, qint64 record)
{
    m_window.showOpening(record);
    const MirrorConfig &config = mirror.session->config();
    m_pastWork.start(
        [directory = config.directory, tree = config.tree, record, set = m_window.tabs().current().set,
         thread = thread()](const NewestWork::Interrupted &interrupted) {
            return CacheView::openPast(directory, tree, record, set, thread, interrupted);
        },
        [this](const Result<std::shared_ptr<CacheView>> &past) {
            Mirror *opened = shown(); // the same: another one that is shown cancels this
            if (!opened)
                return;
            if (past) {
                opened->past = *past;
                return showState(*opened);
            }
            tellViewed(*opened);
            showRights();
            m_window.statusBar()->showMessage(past.error().detail, LongSentence);
        });
    showRights();
}

void Desktop::returnToLive()
{
    Mirror *mirror = shown();
    if (!mirror)
        return;
    leaveDifferences();
    const bool wasOpening = m_pastWork.isBusy();
    m_pastWork.cancel();
    if (mirror->past) {
        mirror->past.reset();
        showState(*mirror);
    } else if (wasOpening) {
        tellViewed(*mirror);
        showRights();
    }
}

/// Shows the state that the mirror is looked at in, without losing set, selection or place. A set that this
/// state has not got stays where it is as well, and is there again where a state has it.
void Desktop::showState(const Mirror &mirror)
{
    tellViewed(mirror);
    const int number = m_shown;
    const auto view = mirror.view();
    SetTab &tab = m_window.tabs().current();
    const SetPath path = tab.set;
    const auto set = readOf(number, view->set(path));
    const auto sets = readOf(number, view->sets());
    const auto objects = mirror.past ? readOf(number, mirror.past->objectCount()) : std::optional<qint64>(-1);
    if (set && sets) {
        const qint64 key = *set ? (*set)->key : 0;
        const bool wasAbsent = m_objects.set() == 0;
        if (key == 0 && !wasAbsent)
            tab.view = m_window.objects().viewState(); // for when it is back
        if (key == 0)
            m_window.selectSet({}); // else the tree would go to a neighbour of the one that is gone
        m_objects.replaceView(view, key);
        m_mirrorTree.setSets(number, *sets);
        if (key != 0 && wasAbsent)
            showAgain(tab);
    } else {
        m_objects.setSource({}, 0); // what is shown is of another state
    }
    if (objects)
        m_mirrorTree.setPastObjects(number, *objects);
    showWaiting(mirror.session->status());
    showRights();
}

/// The set of a tab that was not there is: as it was looked at.
void Desktop::showAgain(const SetTab &tab)
{
    const ObjectsPanel::ViewState view = tab.view;
    m_window.selectSet(m_mirrorTree.indexOf(m_shown, tab.set));
    m_window.objects().restore(view);
    m_wanted = view.current;
    showWanted();
}

/// A tab whose set is not there in the state that is shown stays: it says so.
void Desktop::showAbsent(int number)
{
    const Mirror &mirror = m_mirrors.at(number);
    leaveDifferences();
    const bool isOther = std::exchange(m_shown, number) != number;
    m_window.selectSet({});
    nameColumns(mirror, m_window.tabs().current().set);
    m_objects.setSource(mirror.view(), 0);
    m_window.setStatus(mirror.session->status());
    showReadProblem();
    showWaiting(mirror.session->status());
    showRights();
    showTitles();
    if (isOther)
        showHistories(mirror);
}

/// Of a mirror that was not shown just now: its own, and its server's.
void Desktop::showHistories(const Mirror &mirror)
{
    m_pastWork.cancel();
    showHistory(mirror);
    m_serverHistoryFetcher.cancel();
    m_olderServerHistory.cancel();
    m_serverHistory.clear();
    m_serverHistoryDue.start();
}

/// Whether the set of the current tab is not there in the state that is shown.
bool Desktop::isAbsent(const Mirror &mirror)
{
    return m_objects.set() == 0 && mirror.view() && !m_objects.problem() &&
           !m_window.tabs().current().set.isRoot();
}

void Desktop::showDifferences(qint64 from, qint64 to)
{
    const Mirror *mirror = shown();
    if (!mirror || !mirror->live)
        return;
    const auto earlier = readOf(m_shown, mirror->live->historyRecord(from)).value_or(std::nullopt);
    const auto later = readOf(m_shown, mirror->live->historyRecord(to)).value_or(std::nullopt);
    if (!earlier || !later)
        return;
    const QLocale locale;
    const std::pair<QString, QString> states{locale.toString(earlier->to.value),
                                             locale.toString(later->to.value)};
    m_window.showDifferences(tr("From generation %1 to %2").arg(states.first, states.second),
                             tr("%1 – %2").arg(timeText(earlier->at), timeText(later->at)), states);
    const MirrorConfig &config = mirror->session->config();
    m_differenceWork.start(
        [directory = config.directory, tree = config.tree, from,
         to](const NewestWork::Interrupted &interrupted) {
            return findDifferences(directory, tree, from, to, interrupted);
        },
        [this](const Result<FoundDifferences> &found) {
            if (found)
                m_window.differences().setDifferences(found->differences, found->isAll);
            else
                m_window.differences().setProblem(found.error().detail);
        });
}

void Desktop::leaveDifferences()
{
    m_differenceWork.cancel();
    m_window.leaveDifferences();
}

/// They are read elsewhere. Of one and the same object the list stays until the new one is there, and what
/// happens to it meanwhile asks once more, in place of interrupting for ever.
void Desktop::showVersions()
{
    const Mirror *mirror = shown();
    const auto id = m_window.currentObject();
    if (!mirror || !mirror->live || !id)
        return forgetVersions();
    const VersionsOf wanted{.mirror = m_shown, .set = m_window.tabs().current().set, .id = *id};
    if (m_versionsOf == wanted && m_versionWork.isBusy()) {
        m_versionsDue = true;
        return;
    }
    m_versionsDue = false;
    if (std::exchange(m_versionsOf, wanted) != wanted)
        m_window.setVersions({}, InspectorPanel::Versions::Reading);
    const MirrorConfig &config = mirror->session->config();
    m_versionWork.start(
        [directory = config.directory, tree = config.tree,
         wanted](const NewestWork::Interrupted &interrupted) -> Result<HistoryReader::NewestVersions> {
            const auto history = HistoryReader::open(directory, tree);
            if (!history)
                return failureOf(history);
            (*history)->interruptOn(&interrupted);
            return (*history)->newestVersions(wanted.set, wanted.id, MostVersions, MostVersionBytes);
        },
        [this, number = m_shown](const Result<HistoryReader::NewestVersions> &newest) {
            if (!newest) {
                tellUnreadable(number, newest.error());
                m_window.setVersions({}, InspectorPanel::Versions::Unreadable);
            } else {
                m_window.setVersions(newest->versions, newest->isAll ? InspectorPanel::Versions::All
                                                                     : InspectorPanel::Versions::Newest);
            }
            if (m_versionsDue)
                showVersions();
        });
}

void Desktop::forgetVersions()
{
    m_versionWork.cancel();
    m_versionsOf.reset();
    m_versionsDue = false;
    m_window.setVersions({}, InspectorPanel::Versions::All);
}

void Desktop::fetchServerHistory()
{
    const Mirror *mirror = shown();
    if (!mirror || !m_serverHistoryShown)
        return;
    const MirrorConfig &config = mirror->session->config();
    if (config.classic)
        m_window.setServerHistoryProblem(tr("A server of this kind does not tell its history."));
    else
        m_serverHistoryFetcher.fetch({.url = config.server, .credentials = config.credentials}, config.tree);
}

} // namespace GenMirror
