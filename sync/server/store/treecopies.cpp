#include "sync/server/store/treecopies.h"

#include "model/core/generationaltree.h"
#include "sync/files/durablefiles.h"
#include "sync/server/store/treestore.h"
#include "sync/sql/sqlbackup.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Whether a copy could be restored.
Result<void> checkCopy(const QString &file)
{
    if (auto sound = checkIntegrity(file); !sound)
        return sound;
    const auto storage = SqlStorage::open(file, {.mode = SqlDatabase::Mode::ReadOnly});
    if (!storage)
        return failureOf(storage);
    return GenerationalTree(**storage).state().map([](const TreeState &) {});
}

Result<void> removeCopy(const QString &copy)
{
    for (const QLatin1StringView suffix : {""_L1, "-journal"_L1, "-wal"_L1, "-shm"_L1}) {
        if (auto removed = removeDurably(copy + suffix); !removed)
            return removed;
    }
    return {};
}

/// A copy of a damaged file would be damaged, too, and is none.
Result<void> copyTree(const TreeStore &trees, const DataDirectory &directory, const QString &tree,
                      const QString &copy)
{
    for (;;) {
        const auto before = trees.check(tree);
        if (!before)
            return failureOf(before);
        if (auto copied =
                backUp(directory.treeFile(tree), copy).and_then([&copy] { return checkCopy(copy); });
            !copied) {
            if (copied.error().kind == Error::Kind::Damaged) // the copy is what the tree's file is
                copied.error().detail.replace(copy, directory.treeFile(tree));
            return copied;
        }
        const auto after = trees.check(tree);
        if (after && *after == *before)
            return {};
        // Another tree took its name meanwhile, or none has it now: the copy may be a bit of each.
        if (!after)
            return failureOf(after);
        if (auto removed = removeCopy(copy); !removed)
            return removed;
    }
}

} // namespace

Result<QList<BackupFolders::Missing>> copyTrees(TreeStore &trees, const DataDirectory &directory,
                                                const WorkFolder &folder)
{
    QList<BackupFolders::Missing> missing;
    std::optional<Error> first;
    qsizetype copies = 0;
    for (const QString &tree : trees.names()) {
        const QString copy = folder.filePath(tree + ".sqlite"_L1);
        Result<void> copied;
        for (int attempt = 0; attempt < 2; ++attempt) {
            copied = copyTree(trees, directory, tree, copy);
            if (copied)
                break;
            if (auto removed = removeCopy(copy); !removed)
                return failureOf(removed);
            if (copied.error().kind != Error::Kind::Storage)
                break; // else it may have passed
        }
        if (copied) {
            ++copies;
            continue;
        }
        if (!trees.has(tree)) // it was removed meanwhile
            continue;
        if (copied.error().kind == Error::Kind::Full) // so would be most of the others
            return failure(Error::Kind::Full,
                           u"The tree \"%1\" could not be copied, and so there is no backup: %2"_s.arg(
                               tree, copied.error().detail));
        trees.health().read(tree, &copied.error());
        missing.append({.tree = tree, .problem = copied.error().detail.simplified()});
        if (!first)
            first = copied.error();
    }
    if (first && copies == 0)
        return failure(first->kind,
                       u"No tree could be copied, and so there is no backup. The tree \"%1\": %2"_s.arg(
                           missing.constFirst().tree, first->detail));
    return missing;
}

} // namespace GenMirror
