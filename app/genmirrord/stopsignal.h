#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace GenMirror
{

/// SIGTERM, SIGINT and SIGHUP as Qt signals; SIGPIPE is ignored. One for a process, made when there is a
/// QCoreApplication and no other thread yet.
class StopSignal : public QObject
{
    Q_OBJECT
public:
    explicit StopSignal(QObject *parent = nullptr);
    ~StopSignal() override;

Q_SIGNALS:
    void received();
    /// SIGHUP: read again what may have changed.
    void reloadRequested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace GenMirror
