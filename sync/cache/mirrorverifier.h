#pragma once

#include "model/core/mirrorstorage.h"
#include "model/core/updateapplier.h"

#include <QHash>

#include <memory>

namespace GenMirror
{

/// What a verification of a mirror came to.
struct Verification {
    enum class Finding {
        Equal,          ///< All is there, and was found equal to the server's digest.
        Different,      ///< What is stored is not what was stored.
        FoundDifferent, ///< It adds up, but the server's digest was another when it was compared last.
        NeverCompared,  ///< It adds up; nothing says that the server's digest was ever compared.
        NeverSynced,    ///< There is nothing in it yet.
        CatchingUp,     ///< It adds up so far, but is no state that the server ever had.
        NotComparable,  ///< It adds up; its server (a classic one) tells no digest.
    };
    Finding finding = Finding::Equal;
    QString sentence; ///< What a person is told of it.
    MirrorState state;
    qint64 objects = 0;         ///< Rows that were read.
    Digest digest;              ///< What they add up to.
    bool indexesDiffer = false; ///< Of the file: an entry has no row, or a row no entry.
};

/// "equal", "different", …: for scripts.
[[nodiscard]] QString nameOf(Verification::Finding finding);

/// Reads all rows of a mirror, from the disk by a read-only connection of its own, and says whether they add
/// up to what the mirror keeps: the digest, the counts of each set, the indexes, the newest record of the
/// history.
///
/// In portions, so that who stores need not wait for long: what is stored between two portions among the rows
/// that were read already has to be told to it. On one thread.
class MirrorVerifier
{
public:
    /// Errors: as MirrorReader::open.
    [[nodiscard]] static Result<std::unique_ptr<MirrorVerifier>> open(const QString &directory,
                                                                      const QString &tree);
    ~MirrorVerifier();

    /// Reads the next entries of indexes, then the next rows; whether there are more. Errors: Damaged,
    /// Storage.
    [[nodiscard]] Result<bool> readOn(qint64 rows);
    /// After the last row, in the same state as that was read in.
    [[nodiscard]] Result<Verification> finish();

    /// An update under way changes a row; counts with keep(), is forgotten with drop().
    void note(const UpdateApplier::ObjectChange &change);
    void keep();
    void drop();

    /// All at once, in one read transaction, with SQLite's own check of the file before. About two seconds
    /// for a million objects.
    [[nodiscard]] static Result<Verification> verify(const QString &directory, const QString &tree);

private:
    class Private;
    explicit MirrorVerifier(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace GenMirror
