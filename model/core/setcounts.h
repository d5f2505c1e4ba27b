#pragma once

#include "model/core/setpath.h"

namespace GenMirror
{

/// How much of one set was changed: what a history tells of it.
struct SetCounts {
    SetPath path;
    qint64 added = 0; ///< Objects.
    qint64 changed = 0;
    qint64 removed = 0;
    qint64 setsCreated = 0; ///< Nested directly in it.
    qint64 setsRemoved = 0;
    bool withNested = false; ///< Of all sets nested in it as well: see shortened().
    bool contents = false;   ///< The set answered with all its contents: a mirror's history alone.

    friend bool operator==(const SetCounts &, const SetCounts &) = default;
};

/// The counts of a path in a list, appended if need be. The reference is good until the list grows.
[[nodiscard]] SetCounts &countsOf(QList<SetCounts> &sets, const SetPath &path);
/// As they are stored and told: a JSON array.
[[nodiscard]] QByteArray toJson(const QList<SetCounts> &sets);
/// The list as it is if its JSON is no longer than `bytes`; else those nested deepest are added up in the
/// entry of the set around them, until it is, at last all in the root's.
[[nodiscard]] QList<SetCounts> shortened(QList<SetCounts> sets, qsizetype bytes);
/// What is not understood is left out.
[[nodiscard]] QList<SetCounts> setCountsOf(QByteArrayView json);

/// How much of its history an end keeps; what is past any of them goes, the oldest first.
struct HistoryLimits {
    qint64 records = 10'000;
    qint64 days = 90;
    qint64 bytes = qint64(256) * 1024 * 1024; ///< Of what objects were before, and of the records.
};

} // namespace GenMirror
