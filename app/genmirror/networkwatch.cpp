#include "app/genmirror/networkwatch.h"

#include <QNetworkInformation>

#include <ctime>

namespace GenMirror
{

namespace
{

qint64 millisecondsOf(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

/// How long the machine has slept since it was started: one clock stands still meanwhile, the other does not.
qint64 timeSlept()
{
    return millisecondsOf(CLOCK_BOOTTIME) - millisecondsOf(CLOCK_MONOTONIC);
}

} // namespace

NetworkWatch::NetworkWatch(QObject *parent)
    : QObject(parent)
    , m_timer(this)
    , m_slept(timeSlept())
{
    connect(&m_timer, &QTimer::timeout, this, &NetworkWatch::look);
    m_timer.start(2000);
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return; // none on this machine: then only sleep is noticed, and back-off does the rest
    connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this,
            [this](QNetworkInformation::Reachability reachability) {
                if (reachability == QNetworkInformation::Reachability::Online ||
                    reachability == QNetworkInformation::Reachability::Local)
                    Q_EMIT returned();
            });
}

void NetworkWatch::look()
{
    constexpr qint64 worthIt = 1000; // milliseconds; the clocks drift by a few
    const qint64 slept = timeSlept();
    if (slept - m_slept >= worthIt)
        Q_EMIT returned();
    m_slept = slept;
}

} // namespace GenMirror
