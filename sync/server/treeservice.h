#pragma once

#include "model/core/setcounts.h"
#include "model/core/timesource.h"
#include "sync/server/access/usagelimiter.h"
#include "sync/server/http/alloworigin.h"
#include "sync/server/http/httpmessage.h"
#include "sync/server/push/eventhub.h"
#include "sync/server/upkeep/policycompaction.h"

#include <QDateTime>

#include <chrono>
#include <memory>
#include <optional>

namespace GenMirror
{

struct TreeServiceOptions {
    qint64 maximumPages = 0; ///< For tests of a full disk: SQLite pages for each tree.
    EventHub::Options events;
    HistoryLimits history;
    UsageLimits usage;
    CompactionPolicy compaction;
    AllowedOrigins origins; ///< Of pages, beside the server's own.
    TimeSource time;        ///< For what is written down and for ages.
    /// How often it is tried to go on writing to a tree whose disk did not take a write.
    std::chrono::milliseconds triesDisk = std::chrono::seconds(1);
    /// How often some trees that nobody asked for are looked at.
    std::chrono::milliseconds looksAtTrees = std::chrono::seconds(1);
};

/// The routes of docs/protocol.md over the trees of one data directory: builds what they need, in order, and
/// takes it down.
///
/// Each tree is written in its own order, on one of a few threads; reads run on others, each in a read
/// transaction. What a slow client has not taken is kept for it, so that it holds no thread.
class TreeService
{
public:
    /// Makes the directory if needed. Where its disk is full or read-only, reading works and writing is
    /// refused with the reason. Errors: Conflict (another server uses it), Full, Storage, Damaged (tokens
    /// cannot be read).
    [[nodiscard]] static Result<std::unique_ptr<TreeService>> open(const QString &directory,
                                                                   const TreeServiceOptions &options = {});
    /// Makes an admin's token in a data directory that no server uses; returns its text, which is nowhere
    /// else.
    [[nodiscard]] static Result<QByteArray> makeAdminToken(const QString &directory, const QString &name);
    /// The HTTP server has stopped. What is queued is done before the rest ends.
    ~TreeService();

    /// Judges a request by its head, and answers it once it is whole; to be given to an HttpServer. Returns
    /// at once.
    [[nodiscard]] HttpVerdict admit(const HttpHead &head);
    /// Whether it has no tokens, and so must be reached from this machine alone.
    [[nodiscard]] bool isOpen() const;
    /// Until when the server's certificate is good, for /readyz and /metrics; none without TLS. From any
    /// thread.
    void setCertificateExpires(const std::optional<QDateTime> &expires);
    /// Lets waiting requests go, so that the HTTP server can stop.
    void prepareStop();

private:
    struct Parts;
    explicit TreeService(std::unique_ptr<Parts> parts);

    const std::unique_ptr<Parts> m_parts;
};

} // namespace GenMirror
