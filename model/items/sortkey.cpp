#include "model/items/sortkey.h"

#include "model/core/jsontext.h"

namespace GenMirror
{

SortKeys::SortKeys(const OrderQuery &query)
    : m_sort(query.sort)
    , m_attribute(query.attribute.toUtf8())
    , m_descending(query.descending)
{
    if (QLocale().language() == QLocale::C)
        m_collator.setLocale(QLocale::English); // the C locale knows no order of people
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

SortKey SortKeys::of(const MirrorObject &object)
{
    SortKey key{.row = object.row};
    if (m_sort == OrderQuery::Sort::Stored)
        return key;
    QByteArrayView value = object.object.id.toJson();
    if (m_sort == OrderQuery::Sort::Attribute) {
        value = firstMember(object.object.text, m_attribute);
        if (value.isEmpty() || value == "null")
            return key;
    }
    bool isNumber = false;
    key.number = value.toDouble(&isNumber);
    key.kind = isNumber ? 0 : 1;
    if (!isNumber)
        key.text = &m_texts.emplace_back(m_collator.sortKey(displayOf(value)));
    return key;
}

bool SortKeys::operator()(const SortKey &a, const SortKey &b) const
{
    if (a.kind != b.kind) {
        if (a.kind == 2 || b.kind == 2)
            return a.kind < b.kind; // what lacks the attribute is last both ways
        return (a.kind < b.kind) != m_descending;
    }
    int order = 0;
    if (a.kind == 0)
        order = a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
    else if (a.kind == 1)
        order = a.text->compare(*b.text);
    if (order != 0)
        return (order < 0) != m_descending;
    return a.row < b.row;
}

} // namespace GenMirror
