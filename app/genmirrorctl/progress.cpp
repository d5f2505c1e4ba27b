#include "app/genmirrorctl/progress.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace GenMirror
{

Progress::Progress(QString what, qint64 total)
    : m_what(std::move(what))
    , m_total(total)
    , m_shown(::isatty(STDERR_FILENO) != 0)
{
    m_clock.start();
}

Progress::~Progress()
{
    if (!m_shown)
        return;
    draw();
    std::fputc('\n', stderr);
}

void Progress::update(qint64 done)
{
    m_done = done;
    if (!m_shown || m_clock.elapsed() - m_drawnAt < 100)
        return;
    m_drawnAt = m_clock.elapsed();
    draw();
}

void Progress::draw() const
{
    const double seconds = double(m_clock.elapsed()) / 1000;
    const double rate = seconds > 0 ? double(m_done) / seconds : 0;
    const double left = rate > 0 ? double(std::max<qint64>(0, m_total - m_done)) / rate : 0;
    if (m_total > 0)
        std::fprintf(stderr, "\r%s %3lld %%  %lld of %lld  %.0f/s  about %.0f s left ",
                     qUtf8Printable(m_what),
                     static_cast<long long>(std::min(m_done, m_total) * 100 / m_total),
                     static_cast<long long>(m_done), static_cast<long long>(m_total), rate, left);
    else
        std::fprintf(stderr, "\r%s %lld  %.0f/s ", qUtf8Printable(m_what), static_cast<long long>(m_done),
                     rate);
    std::fflush(stderr);
}

} // namespace GenMirror
