#include "model/core/setcounts.h"

#include "model/core/jsontext.h"

#include <QHash>

#include <algorithm>

namespace GenMirror
{

SetCounts &countsOf(QList<SetCounts> &sets, const SetPath &path)
{
    // Mostly the last one again; and few sets are touched by one update.
    if (!sets.isEmpty() && sets.constLast().path == path)
        return sets.last();
    const auto found = std::ranges::find(sets, path, &SetCounts::path);
    if (found != sets.end())
        return *found;
    sets.append({.path = path});
    return sets.last();
}

QByteArray toJson(const QList<SetCounts> &sets)
{
    QByteArray json = "[";
    for (const SetCounts &set : sets) {
        if (json.size() > 1)
            json += ',';
        json += "{\"set\":" + set.path.toJson() + ",\"added\":" + QByteArray::number(set.added) +
                ",\"changed\":" + QByteArray::number(set.changed) +
                ",\"removed\":" + QByteArray::number(set.removed);
        if (set.setsCreated > 0)
            json += ",\"sets_created\":" + QByteArray::number(set.setsCreated);
        if (set.setsRemoved > 0)
            json += ",\"sets_removed\":" + QByteArray::number(set.setsRemoved);
        if (set.withNested)
            json += ",\"with_nested\":true";
        if (set.contents)
            json += ",\"contents\":true";
        json += '}';
    }
    return json + ']';
}

QList<SetCounts> shortened(QList<SetCounts> sets, qsizetype bytes)
{
    while (toJson(sets).size() > bytes) {
        const auto deepest =
            std::ranges::max(sets, {}, [](const SetCounts &set) { return set.path.depth(); });
        const qsizetype depth = deepest.path.depth();
        if (depth == 0)
            break;
        QList<SetCounts> fewer;
        QHash<SetPath, qsizetype> places;
        for (const SetCounts &set : std::as_const(sets)) {
            const bool isDeepest = set.path.depth() == depth;
            const SetPath path = isDeepest ? set.path.parent() : set.path;
            auto place = places.constFind(path);
            if (place == places.constEnd()) {
                place = places.insert(path, fewer.size());
                fewer.append({.path = path});
            }
            SetCounts &sum = fewer[*place];
            sum.added += set.added;
            sum.changed += set.changed;
            sum.removed += set.removed;
            sum.setsCreated += set.setsCreated;
            sum.setsRemoved += set.setsRemoved;
            sum.withNested = sum.withNested || set.withNested || isDeepest;
            sum.contents = sum.contents || (set.contents && !isDeepest);
        }
        sets = std::move(fewer);
    }
    return sets;
}

QList<SetCounts> setCountsOf(QByteArrayView json)
{
    QList<SetCounts> sets;
    const auto elements = elementsOf(json).value_or(QList<QByteArrayView>());
    for (const QByteArrayView element : elements) {
        SetCounts set;
        const auto members = membersOf(element).value_or(QList<JsonMember>());
        for (const JsonMember &member : members) {
            if (member.name == "set")
                set.path = SetPath::fromJson(member.value).value_or(SetPath());
            else if (member.name == "added")
                set.added = member.value.toLongLong();
            else if (member.name == "changed")
                set.changed = member.value.toLongLong();
            else if (member.name == "removed")
                set.removed = member.value.toLongLong();
            else if (member.name == "sets_created")
                set.setsCreated = member.value.toLongLong();
            else if (member.name == "sets_removed")
                set.setsRemoved = member.value.toLongLong();
            else if (member.name == "with_nested")
                set.withNested = member.value == "true";
            else if (member.name == "contents")
                set.contents = member.value == "true";
        }
        sets.append(set);
    }
    return sets;
}

} // namespace GenMirror
