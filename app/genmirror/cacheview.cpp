#include "app/genmirror/cacheview.h"

#include "model/core/jsontext.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

/// What a row is sorted by: numbers before text before what lacks the attribute.
struct SortKey {
    int kind = 2;
    double number = 0;
    QString text;
    qint64 row = 0;

    friend bool operator<(const SortKey &a, const SortKey &b)
    {
        if (a.kind != b.kind)
            return a.kind < b.kind;
        if (a.kind == 0 && a.number != b.number)
            return a.number < b.number;
        const int order = a.kind == 1 ? QString::localeAwareCompare(a.text, b.text) : 0;
        return order != 0 ? order < 0 : a.row < b.row;
    }
};

SortKey keyOf(const MirrorObject &object, const QByteArray &attribute)
{
    SortKey key{.row = object.row};
    const auto members = membersOf(object.object.text).value_or(QList<JsonMember>());
    const auto found = std::ranges::find(members, attribute, &JsonMember::name);
    if (found == members.end())
        return key;
    bool isNumber = false;
    key.number = found->value.toDouble(&isNumber);
    key.kind = isNumber ? 0 : 1;
    if (!isNumber)
        key.text = QString::fromUtf8(found->value);
    return key;
}

} // namespace

Result<std::shared_ptr<CacheView>> CacheView::open(const QString &directory, const QString &tree,
                                                   qint64 record)
{
    auto reader = MirrorReader::open(directory, tree);
    if (!reader)
        return failureOf(reader);
    auto view = std::make_shared<CacheView>();
    view->m_directory = directory;
    view->m_tree = tree;
    view->m_record = record;
    if (auto ok = (*reader)->viewAt(record); !ok)
        return failureOf(ok);
    view->m_reader = *std::move(reader);
    auto history = HistoryReader::open(directory, tree);
    if (!history)
        return failureOf(history);
    view->m_history = *std::move(history);
    return view;
}

QList<qint64> CacheView::order(const OrderQuery &query, const std::atomic<bool> &interrupted) const
{
    const auto reader = MirrorReader::open(m_directory, m_tree); // of this thread's own
    if (!reader || !(*reader)->viewAt(m_record))
        return {};
    const QByteArray attribute = query.sortAttribute.toUtf8();
    std::vector<SortKey> keys;
    (*reader)->visitObjects(query.set, [&](const MirrorObject &object) {
        if (query.filter.isEmpty() ||
            QString::fromUtf8(object.object.text).contains(query.filter, Qt::CaseInsensitive))
            keys.push_back(attribute.isEmpty() ? SortKey{.row = object.row} : keyOf(object, attribute));
        return !interrupted;
    });
    if (interrupted)
        return {};
    std::ranges::sort(keys, [](const SortKey &a, const SortKey &b) { return a < b; });
    if (query.descending)
        std::ranges::reverse(keys);
    QList<qint64> rows;
    rows.reserve(qsizetype(keys.size()));
    for (const SortKey &key : keys)
        rows.append(key.row);
    return rows;
}

} // namespace GenMirror
