#include "app/genmirrord/stopsignal.h"

#include <QSocketNotifier>

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace GenMirror
{

StopSignal::StopSignal(QObject *parent)
    : QObject(parent)
{
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    // Blocked before any other thread starts, so that all inherit it and the descriptor is the only way.
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const int descriptor = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this, descriptor] {
        signalfd_siginfo information{};
        while (::read(descriptor, &information, sizeof information) > 0) {
            if (information.ssi_signo == SIGHUP)
                Q_EMIT reloadRequested();
            else
                Q_EMIT received();
        }
    });
}

StopSignal::~StopSignal()
{
    ::close(int(m_notifier->socket()));
}

} // namespace GenMirror
