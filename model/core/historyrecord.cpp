#include "model/core/historyrecord.h"

#include "model/core/jsontext.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QByteArray toJson(const QList<HistoryRecord::SetCounts> &sets)
{
    QByteArray json = "[";
    for (const HistoryRecord::SetCounts &set : sets) {
        if (json.size() > 1)
            json += ',';
        json += "{\"set\":" + set.path.toJson() + ",\"added\":" + QByteArray::number(set.added) +
                ",\"changed\":" + QByteArray::number(set.changed) +
                ",\"removed\":" + QByteArray::number(set.removed) +
                ",\"contents\":" + (set.contents ? "true" : "false") + '}';
    }
    return json + ']';
}

QList<HistoryRecord::SetCounts> setCountsOf(const QByteArray &json)
{
    QList<HistoryRecord::SetCounts> sets;
    const auto elements = elementsOf(json).value_or(QList<QByteArrayView>());
    for (const QByteArrayView element : elements) {
        HistoryRecord::SetCounts set;
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
            else if (member.name == "contents")
                set.contents = member.value == "true";
        }
        sets.append(set);
    }
    return sets;
}

QString nameOf(UpdateCause cause)
{
    switch (cause) {
    case UpdateCause::FirstSync:
        return u"first sync"_s;
    case UpdateCause::Poll:
        return u"poll"_s;
    case UpdateCause::Push:
        return u"push"_s;
    case UpdateCause::Refresh:
        return u"refresh"_s;
    case UpdateCause::TooFarBehind:
        return u"too far behind"_s;
    case UpdateCause::Reset:
        return u"reset"_s;
    case UpdateCause::Repair:
        return u"repair"_s;
    }
    return {};
}

} // namespace GenMirror
