// The past, as the window shows it: earlier states, differences, versions, the server's own history.
#include "app/genmirror/desktop.h"
#include "app/genmirror/differencefinder.h"

#include <QLocale>
#include <QStatusBar>

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
    connect(&m_serverHistoryFetcher, &ServerHistoryFetcher::fetched, this,
            [this](const QList<ServerHistoryEntry> &entries) {
                if (!shown())
                    return; // it was removed meanwhile
                m_window.setServerHistoryProblem({});
                m_serverHistory.setEntries(entries);
            });
    connect(&m_serverHistoryFetcher, &ServerHistoryFetcher::failed, this, [this](const QString &problem) {
        if (shown())
            m_window.setServerHistoryProblem(problem);
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
    if (record == m_history.kept().newest)
        return returnToLive(); // the newest state is the present one
    const MirrorConfig &config = mirror->session->config();
    auto past = CacheView::open(config.directory, config.tree, record);
    if (!past) {
        m_window.statusBar()->showMessage(past.error().detail, 15'000);
        return;
    }
    mirror->past = *std::move(past);
    showState(*mirror);
}

void Desktop::returnToLive()
{
    Mirror *mirror = shown();
    if (!mirror || !mirror->past)
        return;
    mirror->past.reset();
    showState(*mirror);
}

/// Shows the state that the mirror is looked at in, without losing set, selection or place.
void Desktop::showState(const Mirror &mirror)
{
    tellViewed(mirror);
    const int number = m_shown;
    const auto view = mirror.view();
    const SetPath path = m_window.currentSet();
    const auto set = readOf(number, view->set(path));
    const auto sets = readOf(number, view->sets());
    const auto objects = mirror.past ? readOf(number, mirror.past->objectCount()) : std::optional<qint64>(-1);
    if (set && sets) {
        m_objects.replaceView(view, *set ? (*set)->key : 0);
        m_mirrorTree.setSets(number, *sets); // if the set is gone another one is selected, and shown
    } else {
        m_objects.setSource({}, 0); // what is shown is of another state
    }
    if (objects)
        m_mirrorTree.setPastObjects(number, *objects);
    showRights();
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
    auto *dialog =
        new DifferencesDialog(tr("From generation %1 to %2")
                                  .arg(locale.toString(earlier->to.value), locale.toString(later->to.value)),
                              &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *finder = new DifferenceFinder(dialog);
    connect(finder, &DifferenceFinder::found, dialog, &DifferencesDialog::setDifferences);
    connect(finder, &DifferenceFinder::failed, dialog, &DifferencesDialog::setProblem);
    finder->find(mirror->session->config().directory, mirror->session->config().tree, from, to);
    dialog->show();
}

void Desktop::showVersions()
{
    const Mirror *mirror = shown();
    const auto id = m_window.currentObject();
    if (!mirror || !mirror->live || !id)
        return m_window.setVersions({});
    const auto versions = readOf(m_shown, mirror->live->versions(m_window.currentSet(), *id));
    m_window.setVersions(versions.value_or(QList<ObjectVersion>()));
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
