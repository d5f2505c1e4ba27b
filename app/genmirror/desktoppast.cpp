// The past, as the window shows it: earlier states, differences, versions, the server's own history.
#include "app/genmirror/desktop.h"
#include "app/genmirror/differencefinder.h"

#include <QLocale>
#include <QStatusBar>

namespace GenMirror
{

void Desktop::viewRecord(qint64 record)
{
    Mirror *mirror = shown();
    if (!mirror || !mirror->live)
        return;
    if (!m_history.records().isEmpty() && record == m_history.records().first().id)
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
    const auto record = mirror.past ? mirror.past->historyRecord(mirror.past->record()) : std::nullopt;
    if (record)
        m_window.showPast(*record);
    else
        m_window.showLive();
    const int number = m_shown;
    const auto &view = mirror.view();
    const SetPath path = m_window.currentSet();
    const auto set = view->set(path);
    m_objects.replaceView(view, set ? set->key : 0);
    m_mirrorTree.setSets(number, view->sets()); // if the set is gone another one is selected, and shown
    m_mirrorTree.setPastObjects(number, mirror.past ? mirror.past->objectCount() : -1);
    showRights();
}

void Desktop::showDifferences(qint64 from, qint64 to)
{
    const Mirror *mirror = shown();
    const auto earlier = mirror && mirror->live ? mirror->live->historyRecord(from) : std::nullopt;
    const auto later = earlier ? mirror->live->historyRecord(to) : std::nullopt;
    if (!later)
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
    m_window.setVersions(mirror->live->versions(m_window.currentSet(), *id));
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
        m_serverHistoryFetcher.fetch(config.server, config.credentials, config.tree);
}

} // namespace GenMirror
