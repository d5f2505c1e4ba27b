// What the window does where a mirror cannot be read: it keeps what it shows, says so, and can try again.
#include "app/genmirror/desktop.h"

namespace GenMirror
{

void Desktop::tellUnreadable(int number, const Error &error)
{
    const auto found = m_mirrors.find(number);
    if (found == m_mirrors.end())
        return;
    Mirror &mirror = found->second;
    if (!mirror.unreadable || mirror.unreadable->detail != error.detail)
        m_activity.add(mirror.session->config().tree, tr("cannot be read: %1").arg(error.detail));
    mirror.unreadable = error;
    showReadProblem();
}

/// Of the mirror that is shown: of itself, or of the objects in the table.
void Desktop::showReadProblem()
{
    const Mirror *mirror = shown();
    const auto &problem = mirror && mirror->unreadable ? mirror->unreadable : m_objects.problem();
    if (mirror && problem)
        m_window.setReadProblem(problem->detail, problem->kind == Error::Kind::Damaged);
    else
        m_window.setReadProblem({}, false);
}

/// By new connections: the file may be another one.
void Desktop::readAgain(int number)
{
    const auto found = m_mirrors.find(number);
    if (found == m_mirrors.end())
        return;
    Mirror &mirror = found->second;
    const MirrorConfig &config = mirror.session->config();
    mirror.unreadable.reset();
    if (!mirror.live)
        return openView(number);
    auto live = readOf(number, CacheView::open(config.directory, config.tree));
    if (!live)
        return;
    (*live)->setIndexObserver(m_indices.damageListener(config.directory, config.tree));
    mirror.live = *std::move(live);
    if (mirror.past && number == m_shown) {
        openPast(mirror, mirror.past->record()); // what is shown stays until it is there
        showHistory(mirror);
        return showReadProblem();
    }
    mirror.past.reset(); // of one that nobody looks at
    if (const auto sets = readOf(number, mirror.view()->sets()))
        m_mirrorTree.setSets(number, *sets);
    if (number == m_shown) {
        const auto set = readOf(number, mirror.view()->set(m_window.currentSet()));
        const qint64 key = set && *set ? (*set)->key : 0;
        if (key != 0 && key == m_objects.set())
            m_objects.tryAgain(mirror.view()); // keeps what it shows if that fails again
        else if (set)
            m_objects.setSource(mirror.view(), key);
        showHistory(mirror);
    }
    showReadProblem();
}

} // namespace GenMirror
