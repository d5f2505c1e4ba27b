#pragma once

#include "model/items/mirrorview.h"

#include <QObject>
#include <QThread>

namespace GenMirror
{

/// The way from one order of rows to another in a few steps, each of which costs one signal however many rows
/// it moves: rows that stay come first and in their new order, those that go after them; these are cut off;
/// those that are new are put at the end; then all are moved to their places.
struct OrderChange {
    QList<qint64> stayingThenGoing;
    qsizetype staying = 0;
    QList<qint64> added; ///< In their new order.
    QList<qint64> rows;  ///< The new order.
    bool movesFirst = false;
    bool movesLast = false;

    [[nodiscard]] static OrderChange between(const QList<qint64> &before, const QList<qint64> &after);
};

/// Runs order queries on a thread of its own, one at a time: a new one interrupts the one before, whose
/// result is dropped.
class OrderWorker : public QObject
{
    Q_OBJECT
public:
    explicit OrderWorker(QObject *parent = nullptr);
    ~OrderWorker() override;

    /// `before`: the rows that are shown now, and until the first found() or finished().
    void start(const std::shared_ptr<const MirrorView> &view, const OrderQuery &query,
               const QList<qint64> &before);
    /// The same order after these rows were added, changed or removed.
    void restart(const std::shared_ptr<const MirrorView> &view, const OrderQuery &query,
                 const QList<qint64> &before, const QList<qint64> &touched);
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    /// The first rows; more may come.
    void found(const OrderChange &change);
    /// Of the newest query only: this, or failed().
    void finished(const OrderChange &change);
    /// What found() told was not all.
    void failed(const GenMirror::Error &error);

private:
    using Work =
        std::function<Result<QList<qint64>>(const std::atomic<bool> &, const MirrorView::FirstRows &)>;
    void run(const QList<qint64> &before, Work work);

    QThread m_thread;
    QObject *m_context; ///< Lives on the thread.
    std::shared_ptr<std::atomic<bool>> m_interrupted;
    quint64 m_epoch = 0;
    bool m_busy = false;
};

} // namespace GenMirror
