#pragma once

#include <QObject>
#include <QSet>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <memory>

namespace GenMirror
{

/// Keeps the text indices of large mirrors up in the background, on one thread, a while after something
/// changed.
class IndexKeeper : public QObject
{
    Q_OBJECT
public:
    explicit IndexKeeper(QObject *parent = nullptr);
    ~IndexKeeper() override;

    /// This mirror is open, or was changed. `objects`: how many it holds; small ones get no index.
    void touch(const QString &directory, const QString &tree, qint64 objects);
    /// It is to be removed: lets go of its files, and waits until it has.
    void forget(const QString &directory, const QString &tree);
    /// Nothing is under way or due.
    [[nodiscard]] bool isIdle() const { return m_running == 0 && m_due.isEmpty(); }

private:
    using Mirror = std::pair<QString, QString>;
    void start();

    QThread m_thread;
    QObject *m_context; ///< Lives on the thread.
    QTimer m_delay;
    QSet<Mirror> m_due;
    std::shared_ptr<std::atomic<bool>> m_stopped = std::make_shared<std::atomic<bool>>(false);
    int m_running = 0;
};

} // namespace GenMirror
