#pragma once

#include "model/items/mirrorview.h"

#include <QObject>
#include <QThread>

namespace GenMirror
{

/// Runs order queries on a thread of its own, one at a time: a new one interrupts the one before, whose
/// result is dropped.
class OrderWorker : public QObject
{
    Q_OBJECT
public:
    explicit OrderWorker(QObject *parent = nullptr);
    ~OrderWorker() override;

    void start(const std::shared_ptr<const MirrorView> &view, const OrderQuery &query);
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    /// Of the newest query only.
    void finished(const QList<qint64> &rows);

private:
    QThread m_thread;
    QObject *m_context; ///< Lives on the thread.
    std::shared_ptr<std::atomic<bool>> m_interrupted;
    quint64 m_epoch = 0;
    bool m_busy = false;
};

} // namespace GenMirror
