#pragma once

#include "model/items/mirrorview.h"

#include <QCollator>

namespace GenMirror
{

/// What a row is sorted by: numbers before text before what lacks the attribute; rows that are the same in
/// this stay as they were stored.
struct SortKey {
    int kind = 2;
    double number = 0;
    std::optional<QCollatorSortKey> text;
    qint64 row = 0;
};

/// Makes and compares sort keys of one query, by the person's locale, digits by their value.
class SortKeys
{
public:
    explicit SortKeys(const OrderQuery &query);

    [[nodiscard]] SortKey of(const MirrorObject &object) const;
    /// Whether `a` comes before `b`.
    [[nodiscard]] bool operator()(const SortKey &a, const SortKey &b) const;

private:
    OrderQuery::Sort m_sort;
    QByteArray m_attribute;
    bool m_descending;
    QCollator m_collator;
};

} // namespace GenMirror
