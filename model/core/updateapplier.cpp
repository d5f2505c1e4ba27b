#include "model/core/updateapplier.h"

#include "model/core/sentences.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

UpdateApplier::UpdateApplier(MirrorStorage &storage, UpdateRequest request)
    : m_storage(storage)
    , m_request(std::move(request))
    , m_before(storage.state())
    , m_digest(m_before.digest)
    , m_sumsAnew(m_request.since.isNone() && !m_before.generation.isNone())
{
    if (m_sumsAnew)
        m_digest = Digest();
}

UpdateApplier::~UpdateApplier() = default;

bool UpdateApplier::fail(Error error)
{
    m_error = std::move(error);
    return false;
}

/// Whether the storage still takes what it is told.
bool UpdateApplier::ready()
{
    auto error = m_storage.error();
    return error ? fail(*std::move(error)) : !m_error;
}

bool UpdateApplier::beginUpdate(const UpdateHeader &, const SetKey &rootKey)
{
    MirrorSet root = m_storage.root();
    if (root.setKey != rootKey) {
        root.setKey = rootKey;
        m_storage.putSet(root);
    }
    openFrame(std::move(root));
    return ready();
}

void UpdateApplier::openFrame(MirrorSet set)
{
    const qint64 objects = set.objects;
    QByteArray pathJson = set.path.toJson();
    const bool isFresh = !m_sumsAnew && (objects == 0 || !m_request.base.isNone());
    m_frames.push_back({.set = std::move(set),
                        .pathJson = std::move(pathJson),
                        .objectsBefore = objects,
                        .isFresh = isFresh});
    // What was asked from the beginning is everything: it replaces what is here. An empty mirror has nothing
    // to replace.
    if (m_sumsAnew) {
        listAll(m_frames.back());
        m_frames.back().set.objects = 0; // counted anew, too
    }
}

void UpdateApplier::listAll(Frame &frame)
{
    frame.listsAll = true;
    m_storage.clearMarks(frame.set);
}

bool UpdateApplier::beginContents()
{
    Frame &frame = m_frames.back();
    if (!frame.listsAll)
        listAll(frame);
    m_tooFarBehind = true;
    changesOf(frame.set).contents = true;
    return ready();
}

bool UpdateApplier::object(const Object &object)
{
    return this->object(object, Digest::ofObject(m_frames.back().pathJson, object.id, object.text));
}

bool UpdateApplier::object(const Object &object, const Digest &term)
{
    Frame &frame = m_frames.back();
    if (childrenOf(frame).contains(object.id))
        dropNestedSet(frame, object.id); // an id is a set's or an object's, and now it is an object's
    // Where it is new most likely, nobody looks first whether it is.
    qint64 row = frame.isFresh ? m_storage.insertObject(frame.set, object) : 0;
    const auto before = row == 0 ? m_storage.object(frame.set, object.id) : std::nullopt;
    if (before) {
        row = before->row;
        frame.set.objects += qint64(m_sumsAnew);
        changed(frame, *before, object, term);
    } else {
        if (row == 0)
            row = m_storage.insertObject(frame.set, object);
        m_digest += term;
        ++frame.set.objects;
        changesOf(frame.set).added.append(row);
        observe(frame.set, row, object.id, nullptr, &object.text);
    }
    if (frame.listsAll)
        m_storage.mark(frame.set, row);
    return ready();
}

void UpdateApplier::changed(Frame &frame, const MirrorObject &before, const Object &object,
                            const Digest &term)
{
    const bool differs = before.object.text != object.text;
    if (m_sumsAnew || differs) {
        takeOut(Digest::ofObject(frame.pathJson, object.id, before.object.text));
        m_digest += term;
    }
    if (!differs)
        return;
    m_storage.replaceObject(frame.set, {.row = before.row, .object = object});
    changesOf(frame.set).changed.append(before.row);
    observe(frame.set, before.row, object.id, &before.object.text, &object.text);
}

bool UpdateApplier::removal(const ObjectId &id)
{
    Frame &frame = m_frames.back();
    if (childrenOf(frame).contains(id))
        dropNestedSet(frame, id);
    else if (const auto object = m_storage.object(frame.set, id))
        eraseObject(frame.set, frame.pathJson, *object);
    return ready(); // an id that the mirror never had is no error: it may have come and gone between two
                    // polls
}

bool UpdateApplier::beginSet(const ObjectId &id, const SetKey &key)
{
    Frame &parent = m_frames.back();
    if (parent.set.path.depth() >= SetPath::MaximumDepth)
        return fail({Error::Kind::Protocol,
                     Sentences::tr("The update nests sets deeper than %1.").arg(SetPath::MaximumDepth)});
    if (const auto object = m_storage.object(parent.set, id))
        eraseObject(parent.set, parent.pathJson, *object);
    parent.listed.insert(id);

    std::optional<MirrorSet> set;
    if (childrenOf(parent).contains(id))
        set = m_storage.child(parent.set, id);
    if (!set) {
        set = MirrorSet{.key = 0, .parent = parent.set.key, .path = parent.set.path.child(id), .setKey = key};
        m_storage.putSet(*set);
        childrenOf(parent).insert(id);
        m_result.setsCreated.append(*set);
        if (m_setObserver)
            m_setObserver(*set, true);
        if (!m_sumsAnew)
            m_digest += Digest::ofNestedSet(parent.pathJson, id);
    } else if (set->setKey != key) {
        set->setKey = key;
        m_storage.putSet(*set);
    }
    if (m_sumsAnew)
        m_digest += Digest::ofNestedSet(parent.pathJson, id);
    openFrame(*std::move(set));
    return ready();
}

bool UpdateApplier::endSet()
{
    closeFrame();
    return ready();
}

void UpdateApplier::closeFrame()
{
    Frame &frame = m_frames.back();
    if (frame.listsAll) { // rule 5
        m_storage.visitUnmarked(frame.set, [&](const MirrorObject &object) {
            eraseObject(frame.set, frame.pathJson, object);
            return true;
        });
        const QSet<ObjectId> gone = childrenOf(frame) - frame.listed;
        for (const ObjectId &id : gone)
            dropNestedSet(frame, id);
    }
    if (frame.set.objects != frame.objectsBefore)
        m_storage.putSet(frame.set);
    if (const auto found = m_changesIndex.constFind(frame.set.key); found != m_changesIndex.cend())
        m_result.sets[*found].objects = frame.set.objects;
    m_frames.pop_back();
}

QSet<ObjectId> &UpdateApplier::childrenOf(Frame &frame)
{
    if (!frame.children) {
        frame.children.emplace();
        for (const MirrorSet &child : m_storage.children(frame.set))
            frame.children->insert(child.path.ids().constLast());
    }
    return *frame.children;
}

void UpdateApplier::eraseObject(MirrorSet &set, const QByteArray &pathJson, const MirrorObject &object)
{
    takeOut(Digest::ofObject(pathJson, object.object.id, object.object.text));
    m_storage.eraseObject(set, object);
    set.objects -= qint64(!m_sumsAnew); // else it was not counted
    changesOf(set).removed.append(object.row);
    observe(set, object.row, object.object.id, &object.object.text, nullptr);
}

void UpdateApplier::dropNestedSet(Frame &parent, const ObjectId &id)
{
    childrenOf(parent).remove(id);
    if (const auto set = m_storage.child(parent.set, id))
        dropSet(*set);
}

void UpdateApplier::dropSet(const MirrorSet &set)
{
    for (const MirrorSet &child : m_storage.children(set))
        dropSet(child);
    MirrorSet emptied = set;
    const QByteArray pathJson = set.path.toJson();
    m_storage.visitObjects(set, [&](const MirrorObject &object) {
        eraseObject(emptied, pathJson, object);
        return true;
    });
    m_storage.eraseSet(set);
    takeOut(Digest::ofNestedSet(set.path.parent().toJson(), set.path.ids().constLast()));
    m_result.setsRemoved.append(set);
    if (m_setObserver)
        m_setObserver(set, false);
}

AppliedUpdate::SetChanges &UpdateApplier::changesOf(const MirrorSet &set)
{
    const auto found = m_changesIndex.constFind(set.key);
    if (found != m_changesIndex.cend())
        return m_result.sets[*found];
    m_changesIndex.insert(set.key, m_result.sets.size());
    m_result.sets.append({.set = set.key, .path = set.path});
    return m_result.sets.last();
}

void UpdateApplier::takeOut(const Digest &term)
{
    if (!m_sumsAnew) // else it is not in the sum
        m_digest -= term;
}

void UpdateApplier::observe(const MirrorSet &set, qint64 row, const ObjectId &id, const QByteArray *before,
                            const QByteArray *after)
{
    if (m_observer)
        m_observer({.set = set, .row = row, .id = id, .before = before, .after = after});
}

bool UpdateApplier::endUpdate(const UpdateHeader &header)
{
    while (!m_frames.empty())
        closeFrame();
    if (!header.reset && header.generation < m_request.since)
        return fail(
            {Error::Kind::Protocol,
             Sentences::tr(
                 "The server answered generation %1 to a request since %2 without saying that it was reset.")
                 .arg(header.generation.value)
                 .arg(m_request.since.value)});
    if (!header.reset && !m_request.since.isNone() && header.collection != m_request.collection)
        return fail(
            {Error::Kind::Protocol,
             Sentences::tr("The server answered for another collection without saying that it was reset.")});
    if (header.more && header.generation == m_request.since)
        return fail({Error::Kind::Protocol,
                     Sentences::tr("The server promised more after generation %1, but sent nothing.")
                         .arg(header.generation.value)});

    m_storage.setState({.collection = header.collection,
                        .generation = header.generation,
                        .digest = m_digest,
                        .catchingUp = header.more,
                        .base = header.more ? header.base : Generation()});
    m_result.from = m_before.generation;
    m_result.to = header.generation;
    m_result.collection = header.collection;
    m_result.formerCollection = m_before.collection;
    m_result.more = header.more;
    m_result.reset = header.reset;
    m_result.expectedObjects = header.objects;
    m_result.digest = m_digest;
    if (header.reset)
        m_result.cause = UpdateCause::Reset;
    else if (m_before.generation.isNone() || !m_request.base.isNone())
        m_result.cause = UpdateCause::FirstSync;
    else if (m_tooFarBehind)
        m_result.cause = UpdateCause::TooFarBehind;
    if (header.digest && !header.more) {
        m_result.expectedDigest = *header.digest;
        m_result.verification = *header.digest == m_digest ? AppliedUpdate::Verification::Equal
                                                           : AppliedUpdate::Verification::Different;
    }
    return ready();
}

} // namespace GenMirror
