#pragma once

#include "model/items/mirrorview.h"
#include "sync/cache/historyreader.h"

#include <functional>

namespace GenMirror
{

/// The item models' port over a mirror's cache. Used on the GUI's thread; order() and reorder() on any.
///
/// A state of the past does not change: what is told of it as a whole is read once, when it is made.
class CacheView final : public MirrorView
{
public:
    /// As MirrorReader::open.
    /// `record`: the state after this update; 0: the newest, always.
    [[nodiscard]] static Result<std::shared_ptr<CacheView>> open(const QString &directory,
                                                                 const QString &tree, qint64 record = 0);
    /// The state after an update, with all read that takes the longer the more happened since, as the table
    /// of one set needs it. On the thread of somebody who works for `thread`, which has it then. Canceled
    /// once `interrupted`.
    [[nodiscard]] static Result<std::shared_ptr<CacheView>> openPast(const QString &directory,
                                                                     const QString &tree, qint64 record,
                                                                     const SetPath &set, QThread *thread,
                                                                     const std::atomic<bool> &interrupted);

    [[nodiscard]] Result<QList<MirrorSet>> sets() override;
    [[nodiscard]] Result<QList<qint64>> rows(qint64 set, qsizetype limit) override;
    [[nodiscard]] Result<QList<MirrorObject>> objects(std::span<const qint64> rows) override
    {
        return m_reader->objects(rows);
    }
    [[nodiscard]] Result<QStringList> attributes(qint64 set) override;
    [[nodiscard]] Result<QList<qint64>> order(const OrderQuery &query, const std::atomic<bool> &interrupted,
                                              const FirstRows &first) const override;
    [[nodiscard]] Result<QList<qint64>> reorder(const OrderQuery &query, const QList<qint64> &before,
                                                const QList<qint64> &touched,
                                                const std::atomic<bool> &interrupted) const override;

    /// Told on a worker's thread where the index of texts was found to be damaged, which made nothing wrong.
    void setIndexObserver(std::function<void()> damaged) { m_indexDamaged = std::move(damaged); }

    [[nodiscard]] Result<qint64> objectCount();
    [[nodiscard]] Result<std::optional<MirrorSet>> set(const SetPath &path);
    [[nodiscard]] Result<std::optional<MirrorObject>> object(qint64 set, const ObjectId &id)
    {
        return m_reader->object(set, id);
    }
    /// 0: the newest state.
    [[nodiscard]] qint64 record() const { return m_record; }
    /// The same; none: the newest state.
    [[nodiscard]] const std::optional<HistoryRecord> &viewed() const { return m_viewed; }
    /// Whether the state that is viewed has not been pruned meanwhile.
    [[nodiscard]] Result<bool> isStillKept() { return m_reader->isStillKept(); }
    [[nodiscard]] Result<std::optional<HistoryRecord>> historyRecord(qint64 id)
    {
        return m_history->record(id);
    }

private:
    /// What is the same for ever of a state of the past; of one set, too.
    struct Whole {
        QList<MirrorSet> sets;
        qint64 objects = 0;
        qint64 set = 0; ///< 0: it was not there.
        QList<qint64> rows;
        QStringList attributes;
    };

    [[nodiscard]] Result<Whole> readWhole(const SetPath &set);
    /// For a worker's thread: a connection of its own to the same state.
    [[nodiscard]] Result<std::unique_ptr<MirrorReader>> another() const;
    [[nodiscard]] Result<QList<qint64>> filtered(MirrorReader &reader, const OrderQuery &query,
                                                 const std::atomic<bool> &interrupted,
                                                 const FirstRows &first) const;
    [[nodiscard]] Result<QList<qint64>> sorted(MirrorReader &reader, const OrderQuery &query,
                                               const std::atomic<bool> &interrupted) const;

    QString m_directory;
    QString m_tree;
    qint64 m_record = 0;
    std::optional<HistoryRecord> m_viewed;
    std::optional<Whole> m_whole; ///< None: it is asked for.
    std::function<void()> m_indexDamaged;
    std::unique_ptr<MirrorReader> m_reader;
    std::unique_ptr<HistoryReader> m_history;
};

} // namespace GenMirror
