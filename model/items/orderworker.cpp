#include "model/items/orderworker.h"

#include <QBitArray>

#include <algorithm>

namespace GenMirror
{

namespace
{

/// Answers whether a row is among others. Rows of a set have numbers that are mostly near each other: a bit
/// for each.
class RowSet
{
public:
    explicit RowSet(const QList<qint64> &rows)
    {
        constexpr qint64 mostBitsOfARow = 256;
        if (rows.isEmpty())
            return;
        const auto [lowest, highest] = std::ranges::minmax(rows);
        m_lowest = lowest;
        if (highest - lowest < mostBitsOfARow * rows.size()) {
            m_bits.resize(highest - lowest + 1);
            for (const qint64 row : rows)
                m_bits.setBit(row - lowest);
        } else {
            m_sorted = rows;
            std::ranges::sort(m_sorted);
        }
    }
    [[nodiscard]] bool contains(qint64 row) const
    {
        if (m_bits.isEmpty())
            return std::ranges::binary_search(m_sorted, row);
        return row >= m_lowest && row - m_lowest < m_bits.size() && m_bits.testBit(row - m_lowest);
    }

private:
    QBitArray m_bits;
    qint64 m_lowest = 0;
    QList<qint64> m_sorted;
};

} // namespace

OrderChange OrderChange::between(const QList<qint64> &before, const QList<qint64> &after)
{
    const RowSet formerly(before);
    const RowSet finally(after);
    OrderChange change{.rows = after};
    change.stayingThenGoing.reserve(before.size());
    for (const qint64 row : after)
        (formerly.contains(row) ? change.stayingThenGoing : change.added).append(row);
    change.staying = change.stayingThenGoing.size();
    for (const qint64 row : before) {
        if (!finally.contains(row))
            change.stayingThenGoing.append(row);
    }
    // Not by QList's own operator: Qt hands the null pointers of empty lists to memcmp.
    change.movesFirst = !std::ranges::equal(change.stayingThenGoing, before);
    change.movesLast =
        !std::ranges::equal(change.stayingThenGoing.mid(0, change.staying) + change.added, after);
    return change;
}

OrderWorker::OrderWorker(QObject *parent)
    : QObject(parent)
    , m_context(new QObject)
{
    m_context->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start(QThread::LowPriority);
}

OrderWorker::~OrderWorker()
{
    cancel();
    m_thread.quit();
    m_thread.wait();
}

void OrderWorker::cancel()
{
    if (m_interrupted)
        *m_interrupted = true;
    ++m_epoch;
    m_busy = false;
}

void OrderWorker::start(const std::shared_ptr<const MirrorView> &view, const OrderQuery &query,
                        const QList<qint64> &before)
{
    run(before, [view, query](const std::atomic<bool> &interrupted, const MirrorView::FirstRows &first) {
        return view->order(query, interrupted, first);
    });
}

void OrderWorker::restart(const std::shared_ptr<const MirrorView> &view, const OrderQuery &query,
                          const QList<qint64> &before, const QList<qint64> &touched)
{
    run(before,
        [view, query, before, touched](const std::atomic<bool> &interrupted, const MirrorView::FirstRows &) {
            return view->reorder(query, before, touched, interrupted);
        });
}

void OrderWorker::run(const QList<qint64> &before, Work work)
{
    cancel();
    m_busy = true;
    m_interrupted = std::make_shared<std::atomic<bool>>(false);
    const auto task = [this, before, work = std::move(work), epoch = m_epoch, interrupted = m_interrupted] {
        if (*interrupted)
            return;
        QList<qint64> shown = before;
        const Result<QList<qint64>> rows = work(*interrupted, [&](const QList<qint64> &first) {
            QMetaObject::invokeMethod(this, [this, epoch, change = OrderChange::between(shown, first)] {
                if (epoch == m_epoch)
                    Q_EMIT found(change);
            });
            shown = first;
        });
        if (*interrupted)
            return;
        const auto change = rows.map([&](const auto &order) { return OrderChange::between(shown, order); });
        QMetaObject::invokeMethod(this, [this, epoch, change] {
            if (epoch != m_epoch)
                return; // of an earlier filter or set
            m_busy = false;
            if (change)
                Q_EMIT finished(*change);
            else
                Q_EMIT failed(change.error());
        });
    };
    QMetaObject::invokeMethod(m_context, task);
}

} // namespace GenMirror
