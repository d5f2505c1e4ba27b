#include "model/core/memorymirrorstorage.h"

#include <algorithm>

namespace GenMirror
{

MemoryMirrorStorage::MemoryMirrorStorage()
{
    MirrorSet root;
    putSet(root);
}

Result<void> MemoryMirrorStorage::commit()
{
    m_before.reset();
    m_marks.clear();
    return {};
}

void MemoryMirrorStorage::rollback()
{
    if (m_before)
        m_data = *std::exchange(m_before, {});
    m_marks.clear();
}

MirrorSet MemoryMirrorStorage::root()
{
    return m_data.sets.value(SetPath());
}

std::optional<MirrorSet> MemoryMirrorStorage::child(const MirrorSet &parent, const ObjectId &id)
{
    const auto found = m_data.sets.constFind(parent.path.child(id));
    return found == m_data.sets.constEnd() ? std::nullopt : std::optional(*found);
}

QList<MirrorSet> MemoryMirrorStorage::children(const MirrorSet &parent)
{
    QList<MirrorSet> children;
    for (const MirrorSet &set : std::as_const(m_data.sets)) {
        if (set.parent == parent.key)
            children.append(set);
    }
    return children;
}

void MemoryMirrorStorage::putSet(MirrorSet &set)
{
    if (set.key == 0)
        set.key = ++m_data.lastSet;
    m_data.sets.insert(set.path, set);
}

void MemoryMirrorStorage::eraseSet(const MirrorSet &set)
{
    m_data.sets.remove(set.path);
    m_data.objects.remove(set.key);
}

std::optional<MirrorObject> MemoryMirrorStorage::object(const MirrorSet &set, const ObjectId &id)
{
    const auto objects = m_data.objects.value(set.key);
    const auto found = objects.constFind(id);
    return found == objects.constEnd() ? std::nullopt : std::optional(*found);
}

bool MemoryMirrorStorage::hasIdsOf(const MirrorSet &set, bool areStrings)
{
    const auto objects = m_data.objects.value(set.key);
    return std::any_of(objects.keyBegin(), objects.keyEnd(),
                       [areStrings](const ObjectId &id) { return id.isString() == areStrings; });
}

qint64 MemoryMirrorStorage::insertObject(const MirrorSet &set, const Object &object)
{
    auto &objects = m_data.objects[set.key];
    if (objects.contains(object.id))
        return 0;
    return objects.insert(object.id, {.row = ++m_data.lastRow, .object = object})->row;
}

void MemoryMirrorStorage::replaceObject(const MirrorSet &set, const MirrorObject &object)
{
    m_data.objects[set.key].insert(object.object.id, object);
}

void MemoryMirrorStorage::eraseObject(const MirrorSet &set, const MirrorObject &object)
{
    m_data.objects[set.key].remove(object.object.id);
}

void MemoryMirrorStorage::visitObjects(const MirrorSet &set,
                                       const std::function<bool(const MirrorObject &)> &visit)
{
    const auto objects = m_data.objects.value(set.key);
    std::ranges::find_if_not(objects, visit);
}

void MemoryMirrorStorage::visitUnmarked(const MirrorSet &set,
                                        const std::function<bool(const MirrorObject &)> &visit)
{
    const QSet<qint64> marks = m_marks.value(set.key);
    visitObjects(set,
                 [&](const MirrorObject &object) { return marks.contains(object.row) || visit(object); });
}

} // namespace GenMirror
