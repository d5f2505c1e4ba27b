#pragma once

#include "model/core/generationaltree.h"
#include "model/core/mirrorstorage.h"

#include <QMap>

namespace GenMirror::Test
{

/// What a tree or a mirror holds, byte for byte: path and id to text; a nested set has an empty text.
using Dump = QMap<QByteArray, QByteArray>;

[[nodiscard]] inline QByteArray dumpKey(const SetPath &set, const ObjectId &id)
{
    return set.toJson() + ' ' + id.toJson();
}

[[nodiscard]] inline Dump dumpOf(GenerationalTree &tree)
{
    Dump dump;
    const QList<SetRecord> sets = tree.sets().value();
    for (const SetRecord &set : sets) {
        if (!set.path.isRoot())
            dump.insert(dumpKey(set.path.parent(), set.path.ids().constLast()), {});
        (void)tree.visitObjects(set.path, Generation(), [&](const MemberRecord &member) {
            dump.insert(dumpKey(set.path, member.object.id), member.object.text);
            return true;
        });
    }
    return dump;
}

inline void dumpSet(MirrorStorage &storage, const MirrorSet &set, Dump &dump)
{
    storage.visitObjects(set, [&](const MirrorObject &object) {
        dump.insert(dumpKey(set.path, object.object.id), object.object.text);
        return true;
    });
    for (const MirrorSet &child : storage.children(set)) {
        dump.insert(dumpKey(set.path, child.path.ids().constLast()), {});
        dumpSet(storage, child, dump);
    }
}

[[nodiscard]] inline Dump dumpOf(MirrorStorage &storage)
{
    Dump dump;
    dumpSet(storage, storage.root(), dump);
    return dump;
}

} // namespace GenMirror::Test
