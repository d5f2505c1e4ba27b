#pragma once

#include "model/items/mirrorview.h"
#include "sync/cache/historyreader.h"

namespace GenMirror
{

/// The item models' port over a mirror's cache. Used on the GUI's thread; order() on any.
class CacheView final : public MirrorView
{
public:
    /// As MirrorReader::open.
    [[nodiscard]] static Result<std::shared_ptr<CacheView>> open(const QString &directory,
                                                                 const QString &tree);

    [[nodiscard]] QList<MirrorSet> sets() override { return m_reader->sets(); }
    [[nodiscard]] QList<qint64> rows(qint64 set) override { return m_reader->rows(set); }
    [[nodiscard]] QList<MirrorObject> objects(std::span<const qint64> rows) override
    {
        return m_reader->objects(rows);
    }
    [[nodiscard]] QStringList attributes(qint64 set) override { return m_reader->attributes(set); }
    [[nodiscard]] QList<HistoryRecord> history(int limit) override { return m_history->records(limit); }
    [[nodiscard]] QList<qint64> order(const OrderQuery &query,
                                      const std::atomic<bool> &interrupted) const override;

    [[nodiscard]] MirrorState state() { return m_reader->state(); }

private:
    QString m_directory;
    QString m_tree;
    std::unique_ptr<MirrorReader> m_reader;
    std::unique_ptr<HistoryReader> m_history;
};

} // namespace GenMirror
