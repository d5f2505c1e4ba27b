#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/update.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <vector>

namespace GenMirror
{

/// How a client applies an update to its mirror: the client's half of the rule book.
///
/// An UpdateVisitor that writes into a MirrorStorage inside a transaction which the caller begins before the
/// first piece and commits after the last. Memory: row numbers of what changed, nothing of the objects.
class UpdateApplier final : public UpdateVisitor
{
public:
    /// What happened to an object, with what it was before: for the history. Called inside the transaction.
    struct ObjectChange {
        const MirrorSet &set;
        qint64 row;
        const ObjectId &id;
        const QByteArray *before; ///< Null if it is new.
        const QByteArray *after;  ///< Null if it is gone.
    };
    using ChangeObserver = std::function<void(const ObjectChange &)>;

    /// `request` is what was asked; since=0 means that what the answer does not list is gone.
    UpdateApplier(MirrorStorage &storage, UpdateRequest request);
    ~UpdateApplier() override;

    /// What happened to a nested set; `created` false: it is gone. Inside the transaction.
    using SetObserver = std::function<void(const MirrorSet &set, bool created)>;

    void setSetObserver(SetObserver observer) { m_setObserver = std::move(observer); }
    void setObserver(ChangeObserver observer) { m_observer = std::move(observer); }

    bool beginUpdate(const UpdateHeader &header, const SetKey &rootKey) override;
    bool beginContents() override;
    bool object(const Object &object) override;
    /// The same, where somebody knows its Digest::ofObject() already.
    bool object(const Object &object, const Digest &term);
    bool removal(const ObjectId &id) override;
    bool beginSet(const ObjectId &id, const SetKey &key) override;
    bool endSet() override;
    bool endUpdate(const UpdateHeader &header) override;

    /// Why a function above returned false.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    /// What was changed; complete after endUpdate.
    [[nodiscard]] AppliedUpdate &result() { return m_result; }

private:
    struct Frame {
        MirrorSet set;
        QByteArray pathJson;
        bool listsAll = false;                  ///< What is not listed is gone.
        std::optional<QSet<ObjectId>> children; ///< Ids of its nested sets, once asked for.
        QSet<ObjectId> listed;                  ///< Nested sets that the update named.
        qint64 objectsBefore = 0;
        bool isFresh = false; ///< It began empty, or its first sync goes on: what comes is not there yet.
    };

    [[nodiscard]] bool ready();
    [[nodiscard]] bool fail(Error error);
    void openFrame(MirrorSet set);
    void listAll(Frame &frame);
    void changed(Frame &frame, const MirrorObject &before, const Object &object, const Digest &term);
    void closeFrame();
    [[nodiscard]] QSet<ObjectId> &childrenOf(Frame &frame);
    void eraseObject(MirrorSet &set, const QByteArray &pathJson, const MirrorObject &object);
    void dropNestedSet(Frame &parent, const ObjectId &id);
    void dropSet(const MirrorSet &set);
    [[nodiscard]] AppliedUpdate::SetChanges &changesOf(const MirrorSet &set);
    void takeOut(const Digest &term);
    void observe(const MirrorSet &set, qint64 row, const ObjectId &id, const QByteArray *before,
                 const QByteArray *after);

    MirrorStorage &m_storage;
    UpdateRequest m_request;
    MirrorState m_before;
    ChangeObserver m_observer;
    SetObserver m_setObserver;
    std::vector<Frame> m_frames;
    AppliedUpdate m_result;
    QHash<qint64, qsizetype> m_changesIndex; ///< Set key to index in m_result.sets.
    Digest m_digest;
    /// Everything is listed: the digest is added up anew, so that not even a text that was damaged in the
    /// storage, whose term nobody knows, leaves a trace.
    bool m_sumsAnew = false;
    bool m_tooFarBehind = false;
    std::optional<Error> m_error;
};

} // namespace GenMirror
