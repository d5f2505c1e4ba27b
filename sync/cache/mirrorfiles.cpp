#include "sync/cache/mirrorfiles.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

const QString Suffix = u".genmirror"_s;

} // namespace

QString mirrorFileName(const QString &directory, const QString &tree)
{
    return directory + u'/' + tree + Suffix;
}

QStringList mirroredTrees(const QString &directory)
{
    QStringList trees;
    for (const QString &file : QDir(directory).entryList({u'*' + Suffix}, QDir::Files, QDir::Name))
        trees.append(file.chopped(Suffix.size()));
    return trees;
}

Result<void> removeMirror(const QString &directory, const QString &tree)
{
    const QString fileName = mirrorFileName(directory, tree);
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s, u".lock"_s}) {
        const QString name = fileName + suffix;
        if (QFile::exists(name) && !QFile::remove(name))
            return failure(Error::Kind::Storage,
                           u"The file %1 cannot be removed. Check its rights."_s.arg(name));
    }
    return {};
}

MirrorState mirrorStateOf(SqlDatabase &database)
{
    MirrorState state;
    SqlStatement row = database.statement(u"state"_s);
    if (!row.next())
        return state;
    state.collection = CollectionId::fromHex(row.bytes(0)).value_or(CollectionId());
    state.generation = {row.integer(1)};
    state.digest = Digest::fromHex(row.bytes(2)).value_or(Digest());
    state.catchingUp = row.integer(3) != 0;
    state.base = {row.integer(4)};
    return state;
}

MirrorSet mirrorSetOf(const SqlStatement &row)
{
    return {.key = row.integer(0),
            .parent = row.integer(1),
            .path = SetPath::fromJson(row.bytes(2)).value_or(SetPath()),
            .setKey = SetKey::fromJson(row.bytes(3)).value_or(SetKey()),
            .objects = row.integer(4)};
}

} // namespace GenMirror
