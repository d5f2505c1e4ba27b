#include "sync/server/upkeep/policycompaction.h"

#include "sync/server/upkeep/compactions.h"
#include "sync/sql/readtransaction.h"

#include <QLoggingCategory>

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(policyLog, "genmirror.admin")

} // namespace

void PolicyCompaction::run() const
{
    if (!m_policy.doesAnything())
        return;
    const QString text = u"%1 %2"_s.arg(m_policy.keepRemovals).arg(m_policy.olderThanDays);
    const auto compactOne = [this, text](TreeWriter &writer, SqlStorage &storage) {
        return compact(writer.tree(), storage).map([&] {
            if (const auto due = nextDue(storage))
                m_trees.settled(writer.tree(), storage, {.policy = text, .due = *due});
        });
    };
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const QString &name : m_trees.names()) {
        if (m_status.stopping)
            return;
        if (m_trees.isSettled(name, text, now))
            continue;
        m_trees.write(name, [compactOne](TreeWriter &writer) {
            const auto done =
                writer.writing([&](SqlStorage &storage) { return compactOne(writer, storage); });
            if (!done && done.error().kind != Error::Kind::NotFound &&
                done.error().kind != Error::Kind::ClockInDoubt)
                qCWarning(policyLog, "The tree %s could not be compacted: %s", qUtf8Printable(writer.tree()),
                          qUtf8Printable(done.error().detail));
        });
    }
}

std::optional<qint64> PolicyCompaction::nextDue(SqlStorage &storage) const
{
    constexpr qint64 never = std::numeric_limits<qint64>::max();
    const qint64 days = m_policy.olderThanDays;
    const auto due = inReadTransaction(storage.database(), [&]() -> Result<std::optional<qint64>> {
        const auto totals = storage.totals();
        if (!totals || totals->removals == 0 || days <= 0)
            return totals.map([never](const TreeTotals &) { return std::optional(never); });
        const auto first = firstToKeep(storage, days);
        if (!first)
            return std::optional<qint64>();
        return storage.firstAfter(first->previous()).map([&](const std::optional<qint64> &at) {
            constexpr qint64 day = 86'400'000; // milliseconds
            return std::optional(at ? *at + days * day : never);
        });
    });
    return due.value_or(std::nullopt);
}

Result<void> PolicyCompaction::compact(const QString &name, SqlStorage &storage) const
{
    Result<void> compacted;
    if (m_policy.olderThanDays > 0)
        compacted = firstToKeep(storage, m_policy.olderThanDays).and_then([&](Generation first) {
            return compactAs(name, storage, {.before = first});
        });
    // Without a clock to go by the first comes later: the journal said why.
    if ((compacted || compacted.error().kind == Error::Kind::ClockInDoubt) && m_policy.keepRemovals >= 0)
        compacted = compactAs(name, storage, {.keepRemovals = m_policy.keepRemovals});
    return compacted;
}

Result<void> PolicyCompaction::compactAs(const QString &name, SqlStorage &storage,
                                         CompactionRequest request) const
{
    GenerationalTree tree(storage, name);
    request.dryRun = true;
    const auto preview = inReadTransaction(storage.database(), [&] { return tree.compact(request); });
    if (!preview)
        return failureOf(preview);
    if (preview->dropped == 0)
        return {};
    const Call call{.who = {.name = u"policy"_s}, .tree = name};
    if (auto written =
            m_auditLog.write(call, {.action = u"compact"_s, .tree = name, .detail = textOf(request)});
        !written)
        return written;
    request.dryRun = false;
    const auto report = tree.compact(request, [&](const CompactionReport &done) {
        recordCompaction(m_history, call, storage, done, u"policy"_s);
    });
    if (!report)
        return failureOf(report);
    m_space.giveBack(name);
    return {};
}

} // namespace GenMirror
