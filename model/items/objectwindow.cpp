#include "model/items/objectwindow.h"

#include "model/core/jsontext.h"
#include "model/core/utf8.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr int ReadAhead = 64;                // rows
constexpr qsizetype LongestCell = 200;       // characters; the inspector shows all
constexpr qsizetype MostUnreadable = 10'000; // rows that are known as such

ObjectWindow::Cell::Kind kindOf(QByteArrayView value)
{
    using Kind = ObjectWindow::Cell::Kind;
    switch (value.isEmpty() ? 'n' : value[0]) {
    case 'n':
        return Kind::Null;
    case 't':
    case 'f':
        return Kind::Bool;
    case '"':
        return Kind::Text;
    case '{':
    case '[':
        return Kind::Nested;
    default:
        return Kind::Number;
    }
}

} // namespace

void ObjectWindow::forget(qint64 row)
{
    m_cache.remove(row);
    m_unreadable.remove(row);
}

void ObjectWindow::forgetAll()
{
    m_cache.clear();
    m_unreadable.clear();
}

/// With its neighbours; alone if one of them cannot be read.
QList<MirrorObject> ObjectWindow::readAround(MirrorView &view, const QList<qint64> &rows, int place)
{
    const qsizetype first = std::max<qsizetype>(0, place - ReadAhead / 4);
    const qsizetype count = std::min<qsizetype>(ReadAhead, rows.size() - first);
    auto objects = view.objects(std::span(rows.constData() + first, size_t(count)));
    if (objects)
        return *std::move(objects);
    m_error = objects.error();
    objects = view.objects(std::span(rows.constData() + place, 1));
    if (objects)
        return *std::move(objects);
    if (m_unreadable.size() >= MostUnreadable)
        m_unreadable.clear();
    m_unreadable.insert(rows[place]);
    return {};
}

const ObjectWindow::Shown *ObjectWindow::at(MirrorView &view, const QList<qint64> &rows, int place,
                                            const QStringList &attributes)
{
    if (const Shown *found = m_cache.object(rows[place]))
        return found;
    if (!canRead(rows[place]))
        return nullptr;
    const QList<MirrorObject> objects = readAround(view, rows, place);
    for (const MirrorObject &object : objects) {
        auto shown = std::make_unique<Shown>(Shown{object.object, QList<Cell>(attributes.size())});
        const auto members = membersOf(object.object.text).value_or(QList<JsonMember>());
        for (const JsonMember &member : members) {
            const qsizetype column = attributes.indexOf(textOfUtf8(member.name));
            if (column >= 0)
                shown->cells[column] = {.text = displayOf(member.value).left(LongestCell),
                                        .kind = kindOf(member.value)};
        }
        m_cache.insert(object.row, shown.release());
    }
    return m_cache.object(rows[place]);
}

} // namespace GenMirror
