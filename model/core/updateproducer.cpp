#include "model/core/updateproducer.h"

namespace GenMirror
{

UpdateProducer::UpdateProducer(TreeStorage &storage, QString treeName, const UpdateRequest &request)
    : m_storage(storage)
    , m_treeName(std::move(treeName))
    , m_request(request)
{
    decideHeader();
}

void UpdateProducer::decideHeader()
{
    const TreeState state = m_storage.state();
    m_current = state.generation;
    m_header.tree = m_treeName;
    m_header.collection = state.collection;

    const bool otherCollection = !m_request.collection.isNone() && m_request.collection != state.collection;
    const bool wentBack = m_request.since > m_current || m_request.base > m_current;
    m_header.reset = !m_request.since.isNone() && (otherCollection || wentBack); // rule 7

    m_end = m_header.reset ? m_current : pageEnd(m_current);
    m_header.generation = m_end;
    m_header.more = m_end < m_current;
    if (m_header.more)
        m_header.base = m_request.since.isNone() ? m_current : m_request.base;
    if (m_header.more && !m_header.base.isNone())
        m_header.objects = objectCount();
    if (!m_header.more)
        m_header.digest = state.digest;
    m_seen = m_request.since.isNone() ? Generation() : std::max(m_request.since, m_request.base);
}

/// For the progress of a first sync.
qint64 UpdateProducer::objectCount() const
{
    qint64 objects = 1; // the root is nobody's member
    m_storage.visitSets([&objects](const SetRecord &set) {
        objects += set.alive ? set.members - 1 : 0;
        return true;
    });
    return objects;
}

Generation UpdateProducer::pageEnd(Generation current) const
{
    const bool mayBeMore = m_request.limit > 0 && current.value - m_request.since.value > m_request.limit;
    // What the client is told counts: none of the removals before it began.
    const Generation seen = m_request.since.isNone() ? current : std::max(m_request.since, m_request.base);
    const auto nthChange = [&](qint64 n) { return m_storage.nthChange(m_request.since, seen, n); };
    if (!mayBeMore || !nthChange(m_request.limit + 1))
        return current;
    const auto cut = nthChange(m_request.limit);
    if (!cut)
        return current;
    // Rule 8: a page ends where a transaction ended; before the one that the limit falls into if there is
    // anything before it.
    const auto transaction = m_storage.transactionAt(*cut);
    Generation end = *cut;
    if (transaction && transaction->second != *cut) {
        const Generation before = transaction->first.previous();
        const auto firstChange = nthChange(1);
        end = firstChange && *firstChange <= before ? before : transaction->second;
    }
    // A set that has to answer contents does so on one page, and that page must reach its floor: on the next
    // the client would be below it again.
    const Generation floor = m_storage.highestFloor();
    if (m_request.since.isNone() || floor <= std::max(m_request.since, m_request.base) || floor <= end)
        return end;
    const auto lastDrop = m_storage.transactionAt(floor);
    return lastDrop ? lastDrop->second : floor;
}

bool UpdateProducer::run(UpdateVisitor &visitor, GenerationalTree::Order order)
{
    m_visitor = &visitor;
    m_order = order;
    const auto root = m_storage.findSet(SetPath());
    if (!root)
        return false;
    if (!visitor.beginUpdate(m_header, root->setKey))
        return false;
    const bool somethingNew = m_header.reset || m_request.since < m_end; // rule 2: else the generation alone
    if (somethingNew && !visitSet(*root))
        return false;
    return visitor.endUpdate(m_header);
}

bool UpdateProducer::visitSet(const SetRecord &set)
{
    // Rule 4. At since=0 everything is in adds, and the client knows that it is everything (rule 1).
    const bool contents = m_header.reset || behindFloor(set);

    if (contents && !(openPending() && m_visitor->beginContents()))
        return false;
    const Generation after = contents ? Generation() : m_request.since;
    const Generation upTo = contents ? m_current : m_end;
    const bool interleaved = m_order == GenerationalTree::Order::Interleaved;

    if (!interleaved) {
        if (!visitObjects(set, after, upTo) || (!contents && !visitRemovals(set)))
            return false;
    }
    bool ok = true;
    Generation told = after;
    m_storage.visitChildren(set, after, [&](const SetRecord &child) {
        if (interleaved) {
            const Generation until = std::min(child.changed, upTo);
            ok = visitObjects(set, told, until);
            told = std::max(told, until);
        }
        ok = ok && visitNested(child, contents);
        return ok;
    });
    if (ok && interleaved)
        ok = visitObjects(set, told, upTo) && (contents || visitRemovals(set));
    return ok;
}

bool UpdateProducer::behindFloor(const SetRecord &set) const
{
    return !m_request.since.isNone() && m_seen < set.floor;
}

bool UpdateProducer::visitNested(const SetRecord &set, bool listed)
{
    const bool inPage = set.created <= m_end;
    // Made again after this page's end, but the earlier set was removed within it: the next page could not
    // tell.
    const bool emptied = behindFloor(set);
    if (!listed && !inPage && !emptied)
        return true; // made after this page's end, with all that is in it
    m_pending.push_back({set.path.ids().constLast(), set.setKey});
    const size_t depth = m_pending.size();
    const bool made = set.created > m_request.since && inPage;
    if ((listed || made) && !openPending())
        return false;
    if (!visitSet(set))
        return false;
    if (m_pending.size() == depth) { // nothing of it in this page: it is not mentioned
        m_pending.pop_back();
        return true;
    }
    return m_visitor->endSet();
}

bool UpdateProducer::visitObjects(const SetRecord &set, Generation after, Generation upTo)
{
    bool ok = true;
    m_storage.visitMembers(set, after, upTo, [&](const MemberRecord &member) {
        ok = openPending() && m_visitor->object(member.object);
        return ok;
    });
    return ok;
}

bool UpdateProducer::visitRemovals(const SetRecord &set)
{
    if (m_request.since.isNone())
        return true; // rule 1
    bool ok = true;
    m_storage.visitRemovals(set, m_seen, m_end, [&](const ObjectId &id, Generation) {
        ok = openPending() && m_visitor->removal(id);
        return ok;
    });
    return ok;
}

bool UpdateProducer::openPending()
{
    for (const PendingSet &set : std::exchange(m_pending, {})) {
        if (!m_visitor->beginSet(set.id, set.key))
            return false;
    }
    return true;
}

} // namespace GenMirror
