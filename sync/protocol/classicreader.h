#pragma once

#include "model/core/mirrorstorage.h"
#include "model/core/setpattern.h"
#include "model/core/update.h"

#include <functional>

namespace GenMirror
{

/// What one has to be told of a server that speaks the classic dialect, because its answers do not say it.
struct ClassicShape {
    SetKey key; ///< Of the root; also of sets that are recognised by their shape.
    /// The nested sets. None: what looks like a set is one.
    QList<SetPattern> sets;
};

/// Reads an update in the classic dialect (docs/protocol.md, "Dialects"): the original's shape, in which
/// nested sets stand among objects.
///
/// Unlike UpdateReader it holds the whole answer, up to `maximumBytes`: whether an entry is a set is only
/// known at its end.
class ClassicReader
{
public:
    using Source = std::function<QByteArray()>;

    static constexpr qsizetype MaximumBytes = qsizetype(256) * 1024 * 1024;

    /// `stored`: where the answer goes; what is there already says what some of its entries and removals
    /// mean.
    ClassicReader(const ClassicShape &shape, MirrorStorage &stored, qsizetype maximumBytes = MaximumBytes);

    /// Reads one document: an update, or an object that holds one under the key "updates".
    /// `request`: what was asked. Errors: Protocol, TooLarge, Canceled as UpdateReader::read; Conflict if the
    /// server is at an earlier generation: it knows nothing of what was asked, and all has to be fetched
    /// anew.
    [[nodiscard]] Result<UpdateHeader> read(const Source &source, const UpdateRequest &request,
                                            UpdateVisitor &visitor) const;

private:
    [[nodiscard]] Result<void> readSet(QByteArrayView text, const SetPath &path, const SetKey &key,
                                       UpdateVisitor &visitor) const;
    [[nodiscard]] Result<void> readMember(QByteArrayView text, const SetPath &path, const SetKey &key,
                                          UpdateVisitor &visitor) const;
    [[nodiscard]] Result<void> readRemovals(const QList<QByteArrayView> &removals,
                                            const QList<QByteArrayView> &adds, const SetPath &path,
                                            const SetKey &key, UpdateVisitor &visitor) const;
    [[nodiscard]] std::optional<ObjectId> otherSpelling(const ObjectId &id, const SetPath &path) const;
    [[nodiscard]] std::optional<MirrorSet> storedSet(const SetPath &path) const;
    /// The key of the set that an entry is; none: it is an object.
    [[nodiscard]] std::optional<SetKey> keyIfSet(QByteArrayView text, const SetPath &path) const;

    const ClassicShape &m_shape;
    MirrorStorage &m_stored;
    qsizetype m_maximumBytes;
};

} // namespace GenMirror
