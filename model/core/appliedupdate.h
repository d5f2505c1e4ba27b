#pragma once

#include "model/core/mirrorstorage.h"

#include <QMetaType>

namespace GenMirror
{

/// Why an update was fetched.
enum class UpdateCause {
    FirstSync,
    Poll,
    Push,
    Refresh,      ///< A person asked.
    TooFarBehind, ///< At least one set answered with all its contents.
    Reset,        ///< The server has a new collection, or went back in time.
    Repair,       ///< The digest differed.
};

/// What an applied update changed, as the views need it: rows by kind for each set. Immutable once made;
/// passed between threads as std::shared_ptr<const AppliedUpdate>.
struct AppliedUpdate {
    Generation from;
    Generation to;
    CollectionId collection;
    CollectionId formerCollection; ///< Of the mirror before it.
    UpdateCause cause = UpdateCause::Poll;
    bool more = false; ///< The mirror is still catching up.
    bool reset = false;
    qint64 expectedObjects = 0; ///< How many there will be at the end; 0 if not known.
    /// Whether the digest was compared, and with what result.
    enum class Verification { NotChecked, Equal, Different } verification = Verification::NotChecked;
    Digest expectedDigest; ///< What the server said; only where it was compared.
    Digest digest;         ///< What the mirror adds up to.

    struct SetChanges {
        qint64 set = 0; ///< MirrorSet::key
        SetPath path;
        QList<qint64> added;   ///< Rows, in the order in which they came.
        QList<qint64> changed; ///< Rows whose text is another.
        QList<qint64> removed; ///< Rows that are gone.
        qint64 objects = 0;    ///< Objects in the set after it.
        bool contents = false; ///< The set answered with all its contents.
    };
    QList<SetChanges> sets;
    QList<MirrorSet> setsCreated; ///< Parents first.
    QList<MirrorSet> setsRemoved; ///< Nested ones first.

    [[nodiscard]] qint64 addedCount() const;
    [[nodiscard]] qint64 changedCount() const;
    [[nodiscard]] qint64 removedCount() const;
    [[nodiscard]] bool isEmpty() const;
};

} // namespace GenMirror
