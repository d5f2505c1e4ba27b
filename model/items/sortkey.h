#pragma once

#include "model/items/mirrorview.h"

#include <QCollator>

#include <deque>

namespace GenMirror
{

/// What a row is sorted by: numbers before text before what lacks the attribute; rows that are the same in
/// this stay as they were stored. Cheap to move about; stays as long as the SortKeys that made it.
struct SortKey {
    int kind = 2;
    double number = 0;
    const QCollatorSortKey *text = nullptr;
    qint64 row = 0;
};

/// Makes and compares sort keys of one query, by the person's locale, digits by their value. Keys of one may
/// be compared by another of the same query. For one thread.
class SortKeys
{
public:
    explicit SortKeys(const OrderQuery &query);

    [[nodiscard]] SortKey of(const MirrorObject &object);
    /// Whether `a` comes before `b`.
    [[nodiscard]] bool operator()(const SortKey &a, const SortKey &b) const;

private:
    OrderQuery::Sort m_sort;
    QByteArray m_attribute;
    bool m_descending;
    QCollator m_collator;
    std::deque<QCollatorSortKey> m_texts;
};

} // namespace GenMirror
