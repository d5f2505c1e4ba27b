#include "sync/server/adoption.h"

#include "sync/server/access/accessstore.h"
#include "sync/server/store/datadirectory.h"
#include "sync/server/store/soundreset.h"
#include "sync/sql/sqlbackup.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

const QString Who = u"genmirrord adopt"_s;

Result<TreeState> adopt(const QString &file)
{
    if (auto sound = checkIntegrity(file); !sound)
        return failureOf(sound);
    const auto storage = SqlStorage::open(file, {.mode = SqlDatabase::Mode::Open});
    if (!storage)
        return failureOf(storage);
    return resetSound(**storage, file, [&](const TreeState &now) {
        (*storage)->journal().append({.collection = now.collection,
                                      .first = now.generation,
                                      .last = now.generation,
                                      .at = QDateTime::currentDateTimeUtc(),
                                      .what = u"adopted"_s,
                                      .who = Who},
                                     HistoryLimits());
    });
}

} // namespace

Result<QList<Adoption>> adoptTrees(const QString &path, const QStringList &trees)
{
    if (!QFileInfo(path).isDir()) // a misspelt one is not made
        return failure(Error::Kind::NotFound,
                       u"There is no data directory %1. Say where it is: --data DIR"_s.arg(path));
    const auto directory = DataDirectory::open(path);
    if (!directory)
        return failureOf(directory);
    if (const auto tidied = (*directory)->tidy(); !tidied)
        return failureOf(tidied);
    const auto known = (*directory)->trees();
    if (!known)
        return failureOf(known);
    if (known->isEmpty())
        return failure(Error::Kind::NotFound, u"There are no trees in %1."_s.arg(path));
    for (const QString &tree : trees) {
        if (!known->contains(tree))
            return failure(Error::Kind::NotFound,
                           u"There is no file %1."_s.arg((*directory)->treeFile(tree)));
    }
    const auto store = AccessStore::open(path);
    if (!store)
        return failureOf(store);
    QList<Adoption> adoptions;
    for (const QString &tree : trees.isEmpty() ? *known : trees) {
        const AuditEntry entry{
            .at = QDateTime::currentDateTimeUtc(), .who = Who, .action = u"adopt"_s, .tree = tree};
        if (auto written = (*store)->append(entry); !written)
            return failureOf(written);
        adoptions.append({tree, adopt((*directory)->treeFile(tree))});
    }
    return adoptions;
}

} // namespace GenMirror
