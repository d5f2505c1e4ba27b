#pragma once

#include "sync/files/filelock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>

class QDeadlineTimer;

namespace GenMirror
{

/// One window for each folder of mirrors: a second start hands what it was asked for to the first one, which
/// comes to the front.
///
/// Who has the lock is the first; the kernel gives it to one, and takes it from one that ends. It listens at
/// a socket beside the lock, in a folder of this user's alone (runtimeFolder()). Both ends look who the other
/// is: another user is neither believed nor answered.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    /// Milliseconds that a start waits at most for the first.
    static constexpr int Patience = 2000;

    /// `folder`: where the mirrors are.
    explicit SingleInstance(const QString &folder, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// Whether this start is to go on: it is the first, or the first does not answer in time, or it cannot be
    /// known. Else `message`, one line, was handed over. Once; on the thread whose event loop will emit
    /// started().
    [[nodiscard]] bool isFirst(const QString &message);

Q_SIGNALS:
    /// Another start; what it was asked to open, or nothing.
    void started(const QString &message);

private:
    class Listener;
    enum class Handover { Done, NotYet, Foreign };

    [[nodiscard]] static Handover handOver(const QString &socket, const QString &message,
                                           const QDeadlineTimer &deadline);
    void listen(const QString &socket);
    void take(const QString &message, const std::function<void()> &answer);

    QString m_folder;
    std::unique_ptr<FileLock> m_lock;
    QThread m_thread; ///< Of the listener, so that it answers while the window is still being made.
    std::atomic<bool> m_isUp = false; ///< The event loop runs.
    QElapsedTimer m_sinceFirst;
};

} // namespace GenMirror
