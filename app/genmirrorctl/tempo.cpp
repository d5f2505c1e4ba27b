#include "app/genmirrorctl/tempo.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

std::optional<double> speedOf(QByteArrayView text)
{
    bool isNumber = false;
    const double speed = text.trimmed().toDouble(&isNumber);
    return isNumber && speed > 0 && speed <= Tempo::Fastest ? std::optional(speed) : std::nullopt;
}

} // namespace

Result<std::unique_ptr<Tempo>> Tempo::fromText(const QString &text)
{
    std::unique_ptr<Tempo> tempo(new Tempo);
    tempo->m_clock.start();
    if (text == "max"_L1) {
        tempo->m_speed = std::numeric_limits<double>::infinity();
    } else if (text == "-"_L1) {
        tempo->m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
        connect(tempo->m_input.get(), &QSocketNotifier::activated, tempo.get(), &Tempo::readLines);
    } else if (const auto speed = speedOf(text.toUtf8())) {
        tempo->m_speed = *speed;
    } else {
        return failure(
            Error::Kind::InvalidArgument,
            u"--speed takes max, a number above 0 up to %1, or - for numbers on standard input."_s.arg(
                Fastest));
    }
    return tempo;
}

void Tempo::wait()
{
    constexpr double mostLate = 1000; // milliseconds
    if (std::isinf(m_speed))
        return;
    QEventLoop loop;
    QTimer timer;
    timer.setSingleShot(true);
    connect(&timer, &QTimer::timeout, &loop, &QEventLoop::quit);
    connect(this, &Tempo::changed, &loop, &QEventLoop::quit);
    while (true) {
        const auto now = double(m_clock.elapsed());
        const double due = m_last + 1000 / m_speed;
        if (m_speed > 0 && due <= now) {
            m_last = std::max(due, now - mostLate);
            return;
        }
        if (m_speed > 0)
            timer.start(int(std::min(std::ceil(due - now), 3.6e6)));
        loop.exec();
    }
}

void Tempo::readLines()
{
    constexpr qsizetype longest = 64; // bytes of a line
    char bytes[256];
    const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof(bytes));
    if (count <= 0) { // it stays as it is; without a first line as fast as possible, or nobody would end it
        m_input->setEnabled(false);
        if (m_speed == 0)
            m_speed = Fastest;
        Q_EMIT changed();
        return;
    }
    m_read.append(bytes, count);
    for (qsizetype end = m_read.indexOf('\n'); end >= 0; end = m_read.indexOf('\n')) {
        if (const auto speed = speedOf(QByteArrayView(m_read).first(end)))
            m_speed = *speed;
        m_read.remove(0, end + 1);
    }
    m_read.truncate(longest);
    Q_EMIT changed();
}

} // namespace GenMirror
