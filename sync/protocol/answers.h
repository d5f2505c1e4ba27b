// What a server answers, as values: the server writes them, its clients read them. A reader checks: a member
// that is missing, or is not what docs/openapi.yaml says, is an error (Protocol), never an empty value.
#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/generation.h"
#include "model/core/result.h"
#include "model/core/setcounts.h"
#include "model/core/setkey.h"

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace GenMirror
{

/// A tree in the list of all.
struct TreeListing {
    QString tree;
    QString problem; ///< Why it cannot be used; then nothing else is known.
    CollectionId collection;
    Generation generation;
    Digest digest;
    qint64 objects = 0;
    qint64 removals = 0; ///< That all sets remember.
    Generation floor;    ///< The highest of all sets.
    qint64 bytes = 0;    ///< Of its file.
    qint64 writesAMinute = 0;
    qint64 sets = 0;

    [[nodiscard]] bool isUsable() const { return problem.isEmpty(); }
};

/// Files of a tree that could not be used and were not removed.
struct SetAsideListing {
    QString tree;
    QString folder; ///< Below the data directory.
    QDateTime at;
    qint64 bytes = 0;
    QString problem;
};

struct TreePage {
    QList<TreeListing> trees;
    bool more = false;
    QList<SetAsideListing> setAside;
};

struct SetListing {
    SetPath set;
    SetKey key;
    qint64 members = 0;
    qint64 removals = 0;
    Generation floor;
    qint64 maximumRemovals = 0;
};

struct TreeDetails {
    TreeListing tree; ///< Without its number of sets.
    QList<SetListing> sets;
};

/// Where a tree is after a change of it.
struct TreePlace {
    CollectionId collection;
    Generation generation;
    QString setAside = {}; ///< Below the data directory: files that a restore found and could not use.
};

/// The generations that a batch made.
struct ChangeRange {
    Generation first;
    Generation last;
};

struct BatchDone {
    CollectionId collection;
    ChangeRange range;
};

/// An entry of a tree's history at its server.
struct HistoryListing {
    qint64 number = 0;
    CollectionId collection;
    Generation first;
    Generation last;
    QDateTime at;
    QString what; ///< changes, created, compaction, reset, restored, adopted.
    QString who;
    QString agent;
    QString reason;
    QList<SetCounts> sets;
};

struct HistoryPage {
    QList<HistoryListing> entries; ///< Newest first.
    bool more = false;
};

/// What the one who asks may do.
struct WhoAmI {
    QString name;
    QString role;
    QStringList trees;
    bool isOpen = false; ///< The server has no tokens.
};

[[nodiscard]] Result<TreePage> readTreePage(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const TreePage &page);
[[nodiscard]] Result<TreeDetails> readTreeDetails(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const TreeDetails &details);
/// Of the tree that was made; it has to be `tree`.
[[nodiscard]] Result<TreePlace> readMadeTree(const QByteArray &json, const QString &tree);
[[nodiscard]] QByteArray madeTreeToJson(const QString &tree, const TreePlace &place);
[[nodiscard]] Result<TreePlace> readTreePlace(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const TreePlace &place);
/// The answer to a batch: it tells the first generation that it made, too.
[[nodiscard]] Result<BatchDone> readBatchDone(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const BatchDone &done);
/// As a server remembers it.
[[nodiscard]] Result<ChangeRange> readChangeRange(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const ChangeRange &range);
[[nodiscard]] Result<HistoryPage> readHistoryPage(const QByteArray &json, const QString &tree);
[[nodiscard]] QByteArray historyPageToJson(const QString &tree, const HistoryPage &page);
[[nodiscard]] Result<WhoAmI> readWhoAmI(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const WhoAmI &who);
/// Of an update in the classic dialect: the generation that it brings to.
[[nodiscard]] Result<Generation> readGeneration(const QByteArray &json);

} // namespace GenMirror
