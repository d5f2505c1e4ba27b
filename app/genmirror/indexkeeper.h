#pragma once

#include <QObject>
#include <QSet>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace GenMirror
{

/// Keeps the text indices of large mirrors up in the background, on one thread, a while after something
/// changed; looks at each once whether it is still whole, and when it is told to.
class IndexKeeper : public QObject
{
    Q_OBJECT
public:
    explicit IndexKeeper(QObject *parent = nullptr);
    ~IndexKeeper() override;

    /// This mirror is open, or was changed. `objects`: how many it holds; small ones get no index.
    void touch(const QString &directory, const QString &tree, qint64 objects);
    /// Looks at all of its index, and makes it anew if it is damaged; at once.
    void check(const QString &directory, const QString &tree, qint64 objects);
    /// For whoever finds an index damaged: calls check(). On any thread, also when this is gone.
    [[nodiscard]] std::function<void()> damageListener(const QString &directory, const QString &tree);
    /// It is to be removed: lets go of its files, and waits until it has.
    void forget(const QString &directory, const QString &tree);
    /// Nothing is under way or due.
    [[nodiscard]] bool isIdle() const { return m_running == 0 && m_due.isEmpty(); }

private:
    using Mirror = std::pair<QString, QString>;
    void start();
    [[nodiscard]] static bool keepUp(const Mirror &mirror, bool checks, const std::atomic<bool> &stopped);

    QThread m_thread;
    QObject *m_context; ///< Lives on the thread.
    QTimer m_delay;
    QSet<Mirror> m_due;
    QSet<Mirror> m_checked; ///< All of their indices was looked at since the start.
    std::shared_ptr<std::atomic<bool>> m_stopped = std::make_shared<std::atomic<bool>>(false);
    int m_running = 0;
    /// What other threads have of this; null: it is gone.
    struct Address {
        std::mutex mutex;
        IndexKeeper *keeper = nullptr;
    };
    std::shared_ptr<Address> m_address = std::make_shared<Address>();
};

} // namespace GenMirror
