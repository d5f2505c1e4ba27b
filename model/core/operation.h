#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/generation.h"
#include "model/core/setcounts.h"
#include "model/core/setkey.h"
#include "model/core/setpath.h"

#include <optional>

namespace GenMirror
{

/// One mutation of a tree, as a batch holds it.
struct Operation {
    enum class Kind {
        Add,       ///< Put an object, new or not.
        Changed,   ///< Put an object that must be there.
        Remove,    ///< Remove an object, or the nested set, with this id.
        CreateSet, ///< Make the nested set at `set`, empty.
        RemoveSet, ///< Remove the nested set at `set` with all that is in it.
    };
    Kind kind = Kind::Add;
    SetPath set; ///< The set that the member is in; for CreateSet and RemoveSet the nested set itself.
    std::optional<ObjectId> id; ///< For Remove, and for Add and Changed where the key is explicit.
    QByteArray object;          ///< For Add and Changed: JSON text, kept byte for byte.
    std::optional<Generation> ifGeneration;          ///< Refuse unless what is there has this one (Conflict).
    bool ifAbsent = false;                           ///< For Add: refuse if it is there (Conflict).
    SetKey key;                                      ///< For CreateSet.
    qint64 maximumRemovals = DefaultMaximumRemovals; ///< For CreateSet.

    static constexpr qint64 DefaultMaximumRemovals = 99;
};

/// What a committed transaction did.
struct Commit {
    Generation first;              ///< The generation of its first mutation.
    Generation last;               ///< The tree's generation after it.
    CollectionId collection;       ///< The tree's.
    Digest digest;                 ///< The tree's after it.
    QList<Generation> generations; ///< One for each operation.
    /// The tree's generation before it.
    [[nodiscard]] Generation before() const { return {first.value - 1}; }
    struct Counts {
        qint64 added = 0;
        qint64 changed = 0;
        qint64 removed = 0;
        qint64 setsCreated = 0;
        qint64 setsRemoved = 0;
    } counts;
    QList<SetCounts> sets; ///< The same, set by set.
};

} // namespace GenMirror
