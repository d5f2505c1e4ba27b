// The one who writes a tree: its connection, its log, and what becomes of it where the disk fails.
#include "sync/server/store/servedtree.h"
#include "sync/server/store/treestore.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(treeLog, "genmirror.tree")

} // namespace

Result<SqlStorage *> ServedTree::writer()
{
    const auto incarnation = checkNow();
    if (!incarnation) {
        // The log of a file that is only gone for now is kept open: it is wanted when that comes back.
        const auto now = FileIdentity::of(fileName());
        if (!isThere() || !now || *now)
            closeWriter();
        return failureOf(incarnation);
    }
    if (const auto stopped = m_store.m_health.whyStopped(m_name))
        return tl::make_unexpected(*stopped);
    if (m_writer && m_writer->incarnation == *incarnation && !m_writer->storage().error() &&
        !m_writer->storage().needsReopening())
        return &m_writer->storage();
    closeWriter();
    auto opened = open(*incarnation, TreeConnection::For::Writing);
    if (!opened)
        return failureOf(opened);
    m_writer = *std::move(opened);
    m_hasWriter = true;
    return &m_writer->storage();
}

void ServedTree::closeWriter()
{
    if (!m_writer)
        return;
    const auto log = m_writer->log();
    const auto summary = lastSummary();
    m_writer.reset();
    m_hasWriter = false;
    if (summary)
        remember(*summary);
    if (log)
        clearStrayLog(*log);
}

void ServedTree::beginMove()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_moves += m_isMoving ? 0 : 1;
        m_isMoving = true;
    }
    closeWriter();
}

void ServedTree::endMove()
{
    const std::scoped_lock lock(m_mutex);
    settle();
}

/// With the lock held.
void ServedTree::settle()
{
    if (!std::exchange(m_isMoving, false))
        return;
    ++m_moves;
    m_moved.notify_all();
}

std::optional<TreeSummary> ServedTree::lastSummary() const
{
    SqlStorage &storage = m_writer->storage();
    if (m_writer->incarnation != incarnation() || storage.error() || storage.commitFailure() ||
        storage.needsReopening() || m_store.m_health.hasProblem(m_name))
        return std::nullopt;
    const auto summary = inReadTransaction(storage.database(), [&] { return TreeSummary::of(storage); });
    return summary ? std::optional(*summary) : std::nullopt; // lists read it again then
}

/// With its log put away the file holds just this; unless others read it still.
void ServedTree::remember(const TreeSummary &summary) const
{
    const auto stamp = FileStamp::ofWhole(fileName());
    {
        const std::scoped_lock lock(m_mutex);
        if (!stamp || !m_isThere || stamp->identity != m_file)
            return;
    }
    if (!m_store.m_catalogue.find(m_name, *stamp)) // else more is known than this
        m_store.m_catalogue.put(m_name, *stamp, summary);
}

/// The log, if that lies beside a file which is not the tree's, is set aside, so that it is not taken for
/// that file's.
void ServedTree::clearStrayLog(const FileIdentity &log) const
{
    const auto isStill = [](const QString &name, const std::optional<FileIdentity> &identity) {
        const auto now = FileIdentity::of(name);
        return now && *now == identity;
    };
    const auto file = FileIdentity::of(fileName());
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_isThere || !file || !*file || *file == m_file)
            return;
    }
    if (!isStill(fileName() + "-wal"_L1, log))
        return;
    const auto aside = m_store.m_directory.setLogAside(
        m_name, u"Its tree's file was replaced by another one while the server was running."_s);
    if (!aside)
        qCCritical(treeLog, "%s", qUtf8Printable(aside.error().detail));
}

void ServedTree::tidy()
{
    if (!m_writer)
        return;
    SqlStorage &storage = m_writer->storage();
    if (const auto failed = storage.commitFailure())
        return stopWriting(*failed);
    if (const auto tidied = storage.tidyLog(); !tidied) {
        closeWriter(); // what the file holds is not known any more: its log, which has it all, is read again
        return stopWriting(tidied.error());
    }
    watchLog(storage.logBytes());
    if (storage.hasUntidyLog())
        m_store.remind(shared_from_this(), std::chrono::milliseconds(100));
}

void ServedTree::stopWriting(const Error &cause)
{
    m_store.m_health.stopped(m_name, cause);
    m_nextAttempt = {};
}

void ServedTree::resumeWriting()
{
    using Clock = std::chrono::steady_clock;
    if (!m_store.m_health.whyStopped(m_name))
        return;
    const auto pace = m_store.m_options.triesDisk;
    if (Clock::now() >= m_nextAttempt) {
        if (const auto resumed = writeOver(); !resumed)
            m_store.m_health.stopped(m_name, resumed.error());
        else
            return m_store.m_health.resumed(m_name);
        m_nextAttempt = Clock::now() + pace;
    }
    m_store.remind(shared_from_this(), pace);
}

/// What the disk may not have is written and synced once more, before anything is added.
Result<void> ServedTree::writeOver()
{
    const auto incarnation = checkNow();
    if (!incarnation)
        return failureOf(incarnation);
    if (m_writer && m_writer->incarnation == *incarnation)
        return m_writer->storage().writeOver();
    auto opened = open(*incarnation, TreeConnection::For::Writing);
    if (!opened)
        return failureOf(opened);
    if (auto written = (*opened)->storage().checkpoint(); !written)
        return written;
    m_writer = *std::move(opened);
    m_hasWriter = true;
    return {};
}

/// A log becomes long while somebody reads for long, or readers overlap: then those who come later wait a
/// moment.
void ServedTree::watchLog(qint64 bytes)
{
    constexpr qint64 wanted = 16 * 1024 * 1024;
    constexpr qint64 tooLong = 2 * wanted; // waiting did not help
    if (bytes > wanted)
        m_store.m_gate.close(m_name);
    else
        m_store.m_gate.open(m_name);
    if (bytes > tooLong && !m_isLong) {
        m_isLong = true;
        qCWarning(treeLog,
                  "The log of the tree %s has more than %lld MiB: one who reads for long, or readers "
                  "that overlap, keep it from being cut",
                  qUtf8Printable(m_name), static_cast<long long>(tooLong / (1024 * 1024)));
    } else if (bytes <= wanted && m_isLong) {
        m_isLong = false;
        qCInfo(treeLog, "The log of the tree %s is short again", qUtf8Printable(m_name));
    }
}

} // namespace GenMirror
