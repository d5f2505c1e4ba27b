#pragma once

#include "model/core/generationaltree.h"
#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorreader.h"
#include "sync/client/mirrorapplier.h"
#include "sync/protocol/updatewriter.h"

#include <QFile>
#include <QTemporaryDir>

namespace GenMirror::Test
{

/// In memory where that is to be had: thousands of files, each synced at every step.
inline QString templateOfDirectories()
{
    return QFile::exists(QStringLiteral("/dev/shm")) ? QStringLiteral("/dev/shm/genmirror-test-XXXXXX")
                                                     : QStringLiteral("genmirror-test-XXXXXX");
}

/// A mirror on disk that is fed by a tree in memory, over the bytes of the wire.
class RealMirror
{
public:
    explicit RealMirror(const HistoryLimits &limits = {}, const TimeSource &time = {})
        : m_directory(templateOfDirectories())
    {
        m_config.directory = m_directory.path();
        m_config.tree = QStringLiteral("main");
        m_config.history = limits;
        m_config.time = time;
        reopen();
    }

    /// Closes the cache and opens it again, as a new process does.
    void reopen()
    {
        m_applier.reset();
        m_applier = std::make_unique<MirrorApplier>();
        QObject::connect(m_applier.get(), &MirrorApplier::opened,
                         [this](const StoredMirror &s) { m_stored = s; });
        QObject::connect(m_applier.get(), &MirrorApplier::applied,
                         [this](const auto &update, const StoredMirror &s) {
                             m_update = update;
                             m_stored = s;
                         });
        m_applier->open(m_config);
    }

    /// One request and its answer; null if it failed.
    std::shared_ptr<const AppliedUpdate> poll(GenerationalTree &tree, qint64 limit, bool repair = false)
    {
        Fetch fetch{.cause = repair ? UpdateCause::Repair : UpdateCause::Poll, .serverAhead = serverAhead};
        if (!repair)
            fetch.request = {.since = m_stored.state.generation,
                             .collection = m_stored.state.collection,
                             .limit = limit,
                             .base = m_stored.state.base};
        const auto queue = std::make_shared<ByteQueue>([] {});
        UpdateWriter writer(Dialect::Native, [&queue](QByteArrayView bytes) {
            queue->push(bytes.toByteArray());
            return true;
        });
        const bool told = tree.updates(fetch.request, writer).has_value();
        queue->finish(told);
        m_update.reset();
        m_applier->apply(fetch, queue);
        return m_update;
    }

    /// What each answer tells of the server's clock.
    std::optional<std::chrono::milliseconds> serverAhead;

    [[nodiscard]] const StoredMirror &stored() const { return m_stored; }
    [[nodiscard]] QString directory() const { return m_config.directory; }
    [[nodiscard]] std::unique_ptr<MirrorReader> reader() const
    {
        return MirrorReader::open(m_config.directory, m_config.tree).value();
    }
    [[nodiscard]] std::unique_ptr<HistoryReader> history() const
    {
        return HistoryReader::open(m_config.directory, m_config.tree).value();
    }

private:
    QTemporaryDir m_directory;
    MirrorConfig m_config;
    std::unique_ptr<MirrorApplier> m_applier;
    std::shared_ptr<const AppliedUpdate> m_update;
    StoredMirror m_stored;
};

} // namespace GenMirror::Test
