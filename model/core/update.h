#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/generation.h"
#include "model/core/setkey.h"

#include <optional>

namespace GenMirror
{

/// What a client asks for: everything after `since`.
struct UpdateRequest {
    Generation since;        ///< 0: nothing seen yet.
    CollectionId collection; ///< Of what was seen; none if the client does not know one.
    qint64 limit = 0;        ///< About how many members one answer may hold; 0: all (protocol, rule 8).
    /// In a series of pages that began at since=0: the generation at which it began, as the first page's
    /// `base` said; 0 otherwise (protocol, rule 8).
    Generation base;
};

/// The fields of an update that are not members.
struct UpdateHeader {
    QString tree;            ///< Empty in the classic dialect.
    CollectionId collection; ///< None in the classic dialect.
    Generation generation;   ///< The state that a client has once it has applied this update.
    bool more = false;       ///< There are further pages; ask again from `generation`.
    bool reset = false;      ///< What the client knew is void; this holds all contents (protocol, rule 7).
    qint64 objects = 0;      ///< Of the tree as a whole, where `more` is true in a first sync; 0: not told.
    Generation base;         ///< To be sent back with the request for the next page; 0 if there is none.
    std::optional<Digest> digest; ///< Of the whole tree at `generation`; only where `more` is false.
};

/// Receives an update piece by piece, so that neither end ever holds one as a whole.
///
/// Sequence: beginUpdate, then the root set's pieces, then endUpdate. The pieces of a set are: beginContents
/// if the set answers with all its contents; objects, removals and nested sets (each between beginSet and
/// endSet) in any order. A function that returns false stops the one who calls; the reason is the
/// receiver's to know.
class UpdateVisitor
{
public:
    virtual ~UpdateVisitor() = default;

    /// Starts. `header` is what is known of it so far: all of it from a GenerationalTree, perhaps nothing
    /// from the wire, where fields stand in any order. `rootKey` is the key of the root set.
    [[nodiscard]] virtual bool beginUpdate(const UpdateHeader &header, const SetKey &rootKey) = 0;
    /// All members of the current set follow: what is not listed is gone (protocol, rules 4 and 5).
    [[nodiscard]] virtual bool beginContents() = 0;
    [[nodiscard]] virtual bool object(const Object &object) = 0;
    [[nodiscard]] virtual bool removal(const ObjectId &id) = 0;
    /// What follows belongs to the nested set `id` of the current set, until endSet.
    [[nodiscard]] virtual bool beginSet(const ObjectId &id, const SetKey &key) = 0;
    [[nodiscard]] virtual bool endSet() = 0;
    /// The last call, with the whole header.
    [[nodiscard]] virtual bool endUpdate(const UpdateHeader &header) = 0;
};

} // namespace GenMirror
