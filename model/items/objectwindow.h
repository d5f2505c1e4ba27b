#pragma once

#include "model/items/mirrorview.h"

#include <QCache>
#include <QSet>

namespace GenMirror
{

/// Those objects of an order that were looked at last, split into cells: reads one with its neighbours.
class ObjectWindow
{
public:
    struct Cell {
        enum class Kind {
            Absent, ///< The object has no such attribute.
            Null,
            Bool,
            Number,
            Text,
            Nested, ///< An object or an array.
        };
        QString text;
        Kind kind = Kind::Absent;
    };
    struct Shown {
        Object object;
        QList<Cell> cells; ///< One for each of the attributes.
    };

    /// The object at a place of `rows`; null if it is gone, or could not be read: see canRead(). Good until
    /// the next call.
    [[nodiscard]] const Shown *at(MirrorView &view, const QList<qint64> &rows, int place,
                                  const QStringList &attributes);
    /// One that was read already; null if it was not, or not lately. Good until the next call of at().
    [[nodiscard]] const Shown *known(qint64 row) const { return m_cache.object(row); }
    /// Whether this row was not found to be unreadable; it is not tried again before it is forgotten.
    [[nodiscard]] bool canRead(qint64 row) const { return !m_unreadable.contains(row); }
    [[nodiscard]] bool canReadAll() const { return m_unreadable.isEmpty(); }
    /// What reading failed of last; asking forgets it.
    [[nodiscard]] std::optional<Error> takeError() { return std::exchange(m_error, std::nullopt); }

    void forget(qint64 row);
    void forgetAll();
    /// The attributes are others.
    void forgetCells() { m_cache.clear(); }

private:
    [[nodiscard]] QList<MirrorObject> readAround(MirrorView &view, const QList<qint64> &rows, int place);

    QCache<qint64, Shown> m_cache{2000};
    QSet<qint64> m_unreadable;
    std::optional<Error> m_error;
};

} // namespace GenMirror
