#include "sync/server/store/catalogue/treecatalogue.h"

#include "sync/files/durablefiles.h"
#include "sync/sql/readtransaction.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(catalogueLog, "genmirror.catalogue")

constexpr qsizetype MostFresh = 4096; // entries; then they are written down at once

bool isUnreadable(const Error &error)
{
    return error.kind == Error::Kind::Damaged || error.kind == Error::Kind::NewerSchema;
}

} // namespace

Result<TreeSummary> TreeSummary::of(SqlStorage &storage)
{
    const TreeState state = storage.state();
    const auto totals = storage.totals();
    if (!totals)
        return failureOf(totals);
    return storage.fileBytes().map(
        [&](qint64 fileBytes) { return TreeSummary{.state = state, .totals = *totals, .bytes = fileBytes}; });
}

TreeCatalogue::TreeCatalogue(QString fileName)
    : m_fileName(std::move(fileName))
{
    open();
}

TreeCatalogue::~TreeCatalogue()
{
    store();
}

/// One that cannot be read, or is of a later version, is made anew: the server made it, and nothing is in it
/// that is not in the trees.
void TreeCatalogue::open()
{
    auto opened = openFile();
    if (!opened && m_isToBeMadeAnew)
        opened = openFile();
    if (!opened)
        failed(opened.error());
}

Result<void> TreeCatalogue::openFile()
{
    if (m_isToBeMadeAnew) {
        if (auto removed = removeFiles(); !removed)
            return removed;
    }
    auto opened = SqlDatabase::open(m_fileName, {.resources = u":/sql/catalogue"_s,
                                                 .durability = SqlDatabase::Durability::EachCheckpoint,
                                                 .cacheBytes = 4 << 20});
    m_isToBeMadeAnew = !opened && isUnreadable(opened.error());
    if (!opened)
        return failureOf(opened);
    m_database = *std::move(opened);
    m_isToldOf = false;
    return {};
}

Result<void> TreeCatalogue::removeFiles() const
{
    Result<void> removed;
    for (const QLatin1StringView part : {""_L1, "-wal"_L1, "-shm"_L1})
        removed = removed.and_then([&] { return removeDurably(m_fileName + part); });
    return removed;
}

void TreeCatalogue::failed(const Error &error)
{
    m_database.reset();
    m_isToBeMadeAnew = isUnreadable(error);
    if (!std::exchange(m_isToldOf, true))
        qCWarning(catalogueLog, "Lists of trees take longer: %s", qUtf8Printable(error.detail));
}

std::optional<TreeCatalogue::Entry> TreeCatalogue::entry(const QString &tree, const FileStamp &now)
{
    if (const auto fresh = m_fresh.constFind(tree); fresh != m_fresh.constEnd())
        return *fresh && (*fresh)->stamp == now ? *fresh : std::nullopt;
    if (!m_database)
        return std::nullopt;
    const auto found = inReadTransaction(*m_database, [&]() -> std::optional<Entry> {
        SqlStatement row = m_database->statement(u"find"_s);
        row.bind(tree).bind(qint64(now.identity.device)).bind(qint64(now.identity.number));
        row.bind(now.bytes).bind(now.changedAt);
        if (!row.next())
            return std::nullopt;
        const auto collection = CollectionId::fromHex(row.text(0).toLatin1());
        const auto digest = Digest::fromHex(row.text(2).toLatin1());
        if (!collection || !digest)
            return std::nullopt;
        return Entry{.stamp = now,
                     .summary = {.state = {.collection = *collection,
                                           .generation = {row.integer(1)},
                                           .digest = *digest},
                                 .totals = {.sets = row.integer(3),
                                            .members = row.integer(4),
                                            .removals = row.integer(5),
                                            .floor = {row.integer(6)}},
                                 .bytes = row.integer(7)},
                     .settled = {.policy = row.text(8), .due = row.integer(9)}};
    });
    if (!found)
        failed(found.error());
    return found.value_or(std::nullopt);
}

std::optional<TreeSummary> TreeCatalogue::find(const QString &tree, const FileStamp &now)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = entry(tree, now);
    return found ? std::optional(found->summary) : std::nullopt;
}

bool TreeCatalogue::isSettled(const QString &tree, const FileStamp &now, const QString &policy, qint64 time)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = entry(tree, now);
    return found && found->settled.policy == policy && time < found->settled.due;
}

void TreeCatalogue::put(const QString &tree, const FileStamp &stamp, const TreeSummary &summary,
                        const Settled &settled)
{
    const std::scoped_lock lock(m_mutex);
    m_fresh.insert(tree, Entry{.stamp = stamp, .summary = summary, .settled = settled});
    if (m_fresh.size() >= MostFresh)
        storeLocked();
}

void TreeCatalogue::forget(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    m_fresh.insert(tree, std::nullopt);
}

void TreeCatalogue::store()
{
    const std::scoped_lock lock(m_mutex);
    storeLocked();
}

/// Without a file nothing is kept but the last few.
void TreeCatalogue::storeLocked()
{
    if (m_fresh.isEmpty())
        return;
    if (!m_database)
        open();
    if (m_database) {
        if (const auto written = write(); !written)
            failed(written.error());
    }
    if (m_database || m_fresh.size() >= MostFresh)
        m_fresh.clear();
}

Result<void> TreeCatalogue::write()
{
    if (auto begun = m_database->begin(); !begun)
        return begun;
    for (auto fresh = m_fresh.constBegin(); fresh != m_fresh.constEnd(); ++fresh) {
        if (!*fresh) {
            m_database->statement(u"forget"_s).bind(fresh.key()).run();
            continue;
        }
        const auto &[stamp, summary, settled] = **fresh;
        m_database->statement(u"put"_s)
            .bind(fresh.key())
            .bind(qint64(stamp.identity.device))
            .bind(qint64(stamp.identity.number))
            .bind(stamp.bytes)
            .bind(stamp.changedAt)
            .bind(QString::fromLatin1(summary.state.collection.toHex()))
            .bind(summary.state.generation.value)
            .bind(QString::fromLatin1(summary.state.digest.toHex()))
            .bind(summary.totals.sets)
            .bind(summary.totals.members)
            .bind(summary.totals.removals)
            .bind(summary.totals.floor.value)
            .bind(summary.bytes)
            .bind(settled.policy)
            .bind(settled.due)
            .run();
    }
    return m_database->commit();
}

} // namespace GenMirror
