#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/generation.h"
#include "model/core/object.h"
#include "model/core/setkey.h"
#include "model/core/setpath.h"

#include <functional>
#include <optional>

namespace GenMirror
{

/// What a mirror knows of its tree as a whole.
struct MirrorState {
    CollectionId collection; ///< None before the first update.
    Generation generation;   ///< 0 before the first update.
    Digest digest;           ///< The sum over what is stored.
    bool catchingUp = false; ///< Between pages: what is stored is no state that the server ever had (rule 8).
    Generation base;         ///< To be sent with the request for the next page (rule 8).
};

/// One set of a mirror.
struct MirrorSet {
    qint64 key = 0; ///< The storage's number for it; stays the same as long as the set lives.
    qint64 parent = 0;
    SetPath path;
    SetKey setKey;
    qint64 objects = 0; ///< Objects directly in it.
};

/// An object of a mirror with the number of its row, which stays the same as long as the object lives.
struct MirrorObject {
    qint64 row = 0;
    Object object;
};

/// Where applyUpdate's work is kept: a port with an implementation in memory and one in SQLite.
///
/// Knows no rule. Failures are sticky as in TreeStorage. All functions on one thread.
class MirrorStorage
{
public:
    virtual ~MirrorStorage() = default;

    [[nodiscard]] virtual std::optional<Error> error() const = 0;
    /// Begins a transaction for writing.
    [[nodiscard]] virtual Result<void> begin() = 0;
    [[nodiscard]] virtual Result<void> commit() = 0;
    virtual void rollback() = 0;

    [[nodiscard]] virtual MirrorState state() = 0;
    virtual void setState(const MirrorState &state) = 0;

    [[nodiscard]] virtual MirrorSet root() = 0;
    [[nodiscard]] virtual std::optional<MirrorSet> child(const MirrorSet &parent, const ObjectId &id) = 0;
    [[nodiscard]] virtual QList<MirrorSet> children(const MirrorSet &parent) = 0;
    /// Inserts a set (key 0: filled in) or updates its setKey and object count.
    virtual void putSet(MirrorSet &set) = 0;
    /// Erases a set without objects or nested sets.
    virtual void eraseSet(const MirrorSet &set) = 0;

    [[nodiscard]] virtual std::optional<MirrorObject> object(const MirrorSet &set, const ObjectId &id) = 0;
    /// Whether an object of the set has an id that is a string, or one that is a number.
    [[nodiscard]] virtual bool hasIdsOf(const MirrorSet &set, bool areStrings) = 0;
    /// Inserts an object whose id the set does not have; the new row's number, 0 if it has it or on a
    /// failure.
    virtual qint64 insertObject(const MirrorSet &set, const Object &object) = 0;
    /// Gives a row that is there another text.
    virtual void replaceObject(const MirrorSet &set, const MirrorObject &object) = 0;
    virtual void eraseObject(const MirrorSet &set, const MirrorObject &object) = 0;
    /// All objects of a set, in any order; false stops. Inside it only eraseObject of the visited one may be
    /// called.
    virtual void visitObjects(const MirrorSet &set,
                              const std::function<bool(const MirrorObject &)> &visit) = 0;

    /// For `contents`: what is marked in a set is kept, the rest is visited by visitUnmarked. Marks are by
    /// set, are cleared by clearMarks and live no longer than the transaction.
    virtual void clearMarks(const MirrorSet &set) = 0;
    virtual void mark(const MirrorSet &set, qint64 row) = 0;
    virtual void visitUnmarked(const MirrorSet &set,
                               const std::function<bool(const MirrorObject &)> &visit) = 0;
};

} // namespace GenMirror
