#include "sync/server/treeservice.h"

#include "sync/server/access/accesscontrol.h"
#include "sync/server/access/accessstore.h"
#include "sync/server/access/clientbook.h"
#include "sync/server/changes/announcements.h"
#include "sync/server/changes/auditlog.h"
#include "sync/server/changes/freespace.h"
#include "sync/server/changes/historyrecorder.h"
#include "sync/server/changes/treeplacement.h"
#include "sync/server/changes/writerate.h"
#include "sync/server/push/waiters.h"
#include "sync/server/request/authenticator.h"
#include "sync/server/request/dispatcher.h"
#include "sync/server/request/metrics.h"
#include "sync/server/request/permits.h"
#include "sync/server/request/redaction.h"
#include "sync/server/request/router.h"
#include "sync/server/request/serverstatus.h"
#include "sync/server/routes/auditroutes.h"
#include "sync/server/routes/backuproutes.h"
#include "sync/server/routes/clientroutes.h"
#include "sync/server/routes/compactionroutes.h"
#include "sync/server/routes/eventroutes.h"
#include "sync/server/routes/healthroutes.h"
#include "sync/server/routes/historyroutes.h"
#include "sync/server/routes/metricsroutes.h"
#include "sync/server/routes/objectroutes.h"
#include "sync/server/routes/resetroutes.h"
#include "sync/server/routes/restoreroutes.h"
#include "sync/server/routes/tokenlistings.h"
#include "sync/server/routes/tokenroutes.h"
#include "sync/server/routes/treemakingroutes.h"
#include "sync/server/routes/treeroutes.h"
#include "sync/server/routes/updateroutes.h"
#include "sync/server/routes/verifyroutes.h"
#include "sync/server/store/treestore.h"
#include "sync/server/upkeep/housekeeping.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// One table of all.
std::vector<Route> joined(std::initializer_list<std::vector<Route>> groups)
{
    std::vector<Route> all;
    for (const std::vector<Route> &group : groups)
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

} // namespace

/// In the order in which they are built: each uses what stands above it.
struct TreeService::Parts {
    Parts(std::unique_ptr<DataDirectory> opened, std::unique_ptr<AccessStore> tokenStore,
          const QStringList &names, const TreeServiceOptions &given);
    ~Parts();
    Parts(const Parts &) = delete;
    Parts &operator=(const Parts &) = delete;

    /// Before anybody may ask.
    [[nodiscard]] Result<void> prepare();
    void prepareStop();

    const std::unique_ptr<DataDirectory> directory;
    const std::unique_ptr<AccessStore> accessStore;
    const TreeServiceOptions options;
    const SqlStorage::Options storageOptions{
        .mode = SqlDatabase::Mode::Open, .maximumPages = options.maximumPages, .time = options.time};
    ServerStatus status;
    AccessControl access;
    UsageLimiter usage{options.usage};
    Permits permits;
    ClientBook clients;
    Metrics counts;
    WriteRate writes;
    Waiters waiters;
    EventHub events{options.events};
    const Redaction redaction{*directory};
    const AuditLog auditLog{*accessStore};
    const HistoryRecorder history{options.time, options.history};
    const Announcements announcements{writes, clients, events, waiters};
    std::unique_ptr<TreeStore> store; ///< Its threads use all that is here.
    TreeStore &trees = *store;

    const TreePlacement placement{*directory, trees, announcements};
    const FreeSpace space{trees, status};
    const PolicyCompaction policy{options.compaction, trees, auditLog, history, space, status};
    Housekeeping housekeeping{{.looksAtTrees = options.looksAtTrees, .compacts = options.compaction.every},
                              *directory,
                              trees,
                              clients,
                              *accessStore,
                              policy,
                              status};

    const Authenticator authenticator{access, usage, *accessStore, permits, trees, status, options.origins};
    const Dispatcher dispatcher{trees, access, redaction};
    const HealthRoutes health{trees, status};
    const MetricsRoutes metrics{trees, *directory, clients, events, counts, status};
    const TokenRoutes tokens{access, *accessStore, permits, events, waiters};
    const AuditRoutes audit{*accessStore};
    const TreeRoutes treeLists{trees, *directory, writes, redaction};
    const TreeMakingRoutes treeMaking{trees,   *directory, placement, announcements,
                                      clients, auditLog,   history,   storageOptions};
    const UpdateRoutes updates{trees, clients, waiters, dispatcher, status};
    const HistoryRoutes histories{trees};
    const EventRoutes eventStreams{trees, events, clients, access};
    const ObjectRoutes objects{trees, history};
    const CompactionRoutes compactions{clients, auditLog, history, space};
    const ResetRoutes resets{announcements, auditLog, history, space};
    const VerifyRoutes verifications{trees, *directory};
    const BackupRoutes backups{trees, *directory, auditLog};
    const RestoreRoutes restores{trees,    *directory, placement, announcements,
                                 auditLog, history,    space,     storageOptions};
    const ClientRoutes mirrors{trees, clients, auditLog};
    const Router router{
        joined({health.routes(), metrics.routes(), tokens.routes(), audit.routes(), treeLists.routes(),
                treeMaking.routes(), updates.routes(), histories.routes(), eventStreams.routes(),
                objects.routes(), compactions.routes(), resets.routes(), verifications.routes(),
                backups.routes(), restores.routes(), mirrors.routes()}),
        authenticator,
        dispatcher,
        usage,
        counts,
        clients,
        redaction,
        options.origins};
};

TreeService::Parts::Parts(std::unique_ptr<DataDirectory> opened, std::unique_ptr<AccessStore> tokenStore,
                          const QStringList &names, const TreeServiceOptions &given)
    : directory(std::move(opened))
    , accessStore(std::move(tokenStore))
    , options(given)
    , store(std::make_unique<TreeStore>(
          *directory, names, TreeStore::Options{.storage = storageOptions, .triesDisk = given.triesDisk},
          TreeStore::Listener{
              .opened =
                  [this](const QString &tree, const TreeState &state) {
                      clients.found(tree, state.collection, state.generation);
                  },
              .changed = [this](const QString &tree, SqlStorage &storage,
                                const TreeStep &step) { announcements.changed(tree, storage, step); }}))
{
}

Result<void> TreeService::Parts::prepare()
{
    const auto knownTokens = accessStore->tokens();
    const auto knownClients = accessStore->clients();
    if (!knownTokens || !knownClients)
        return tl::make_unexpected(knownTokens ? knownClients.error() : knownTokens.error());
    access.setTokens(*knownTokens);
    clients.restore(*knownClients);
    return {};
}

TreeService::Parts::~Parts()
{
    prepareStop();
    waiters.stop(); // who waited is answered by the store
    housekeeping.stop();
    store.reset();
    housekeeping.storeClients();
}

void TreeService::Parts::prepareStop()
{
    housekeeping.prepareStop();
    waiters.wakeAll();
    events.close();
}

/// Of the trees nothing is opened before it is asked for. A file that cannot be opened stays: who asks for
/// its tree is told why, and it may be there again by then.
Result<std::unique_ptr<TreeService>> TreeService::open(const QString &path, const TreeServiceOptions &options)
{
    auto directory = DataDirectory::open(path);
    if (!directory)
        return failureOf(directory);
    const auto trees = (*directory)->trees();
    if (!trees)
        return failureOf(trees);
    const auto told = [](const Error &error) { qCWarning(dataLog, "%s", qUtf8Printable(error.detail)); };
    if (const auto &problem = (*directory)->problem())
        told(*problem);
    if (const auto tidied = (*directory)->tidy(); !tidied)
        told(tidied.error());
    auto store = AccessStore::open((*directory)->path());
    if (!store)
        return failureOf(store);
    if (const auto &problem = (*store)->problem())
        told(*problem);
    auto parts = std::make_unique<Parts>(*std::move(directory), *std::move(store), *trees, options);
    if (auto done = parts->prepare(); !done)
        return failureOf(done);
    parts->housekeeping.start();
    return std::unique_ptr<TreeService>(new TreeService(std::move(parts)));
}

TreeService::TreeService(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

TreeService::~TreeService() = default;

HttpVerdict TreeService::admit(const HttpHead &head)
{
    return m_parts->router.admit(head);
}

bool TreeService::isOpen() const
{
    return m_parts->access.isOpen();
}

void TreeService::setCertificateExpires(const std::optional<QDateTime> &expires)
{
    m_parts->status.certificateExpires = expires ? expires->toSecsSinceEpoch() : 0;
}

void TreeService::prepareStop()
{
    m_parts->prepareStop();
}

Result<QByteArray> TreeService::makeAdminToken(const QString &directory, const QString &name)
{
    const auto locked = DataDirectory::open(directory);
    if (!locked)
        return failureOf(locked);
    const auto store = AccessStore::open(directory);
    if (!store)
        return failureOf(store);
    const TokenText text = TokenText::random();
    const Token token{.id = text.id,
                      .name = name,
                      .role = Role::Admin,
                      .trees = TreeScope::everything(),
                      .created = QDateTime::currentDateTimeUtc(),
                      .hash = text.hash()};
    const AuditEntry entry{
        .at = token.created, .who = u"genmirrord init"_s, .action = u"make-token"_s, .detail = textOf(token)};
    if (auto stored = (*store)->put(token, entry); !stored)
        return failureOf(stored);
    return text.text();
}

} // namespace GenMirror
