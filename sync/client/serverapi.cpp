#include "sync/client/serverapi.h"

#include "model/core/sentences.h"
#include "sync/client/replyproblems.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/conditions.h"
#include "sync/protocol/routes.h"
#include "sync/protocol/updatereader.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QUrlQuery>

#include <memory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 MiB = 1024 * 1024;

QByteArray encoded(const QString &text)
{
    return text.toUtf8().toPercentEncoding();
}

QByteArray act(const QString &tree, const QByteArray &name)
{
    return "/v1/admin/trees/" + encoded(tree) + '/' + name;
}

/// Takes all of an update, and keeps nothing.
class Proof : public UpdateVisitor
{
public:
    [[nodiscard]] bool beginUpdate(const UpdateHeader &, const SetKey &) override { return true; }
    [[nodiscard]] bool beginContents() override { return true; }
    [[nodiscard]] bool object(const Object &) override { return true; }
    [[nodiscard]] bool removal(const ObjectId &) override { return true; }
    [[nodiscard]] bool beginSet(const ObjectId &, const SetKey &) override { return true; }
    [[nodiscard]] bool endSet() override { return true; }
    [[nodiscard]] bool endUpdate(const UpdateHeader &) override { return true; }
};

} // namespace

ServerApi::ServerApi(ApiServer server, ApiManner manner, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_manner(std::move(manner))
{
}

ServerApi::~ServerApi()
{
    qDeleteAll(findChildren<ApiCall *>(Qt::FindDirectChildrenOnly)); // before the network that they use
}

template <typename T>
ServerApi::Reply<T> ServerApi::ask(ApiRequest request, Reader<T> read)
{
    using Told = Result<Answer<T>>;
    const auto promise = std::make_shared<QPromise<Told>>();
    promise->start();
    auto *call = new ApiCall(
        m_server, std::move(request), m_manner, m_network,
        [promise, read = std::move(read), url = m_server.url](const Result<ApiReply> &reply) {
            if (!reply) {
                promise->addResult(Told(failureOf(reply)));
            } else if (auto value = read(*reply); value) {
                promise->addResult(Told(Answer<T>{.value = *std::move(value), .text = reply->body}));
            } else { // what is wrong with it is of use to nobody who has the wrong address
                qWarning("%s: %s", qUtf8Printable(url.toDisplayString()),
                         qUtf8Printable(value.error().detail));
                promise->addResult(Told(tl::make_unexpected(notOurServer(url.toDisplayString()))));
            }
            promise->finish();
        },
        this);
    auto *watcher = new QFutureWatcher<Told>(call);
    connect(watcher, &QFutureWatcherBase::canceled, call, &QObject::deleteLater);
    watcher->setFuture(promise->future());
    call->start();
    return promise->future();
}

template <typename T>
ServerApi::Reply<T> ServerApi::ask(ApiRequest request, Result<T> (*read)(const QByteArray &))
{
    return ask<T>(std::move(request), [read](const ApiReply &reply) { return read(reply.body); });
}

ServerApi::Reply<Done> ServerApi::remove(Act act, const QString &tree, const QByteArray &path,
                                         const QString &what)
{
    return ask<Done>({.method = "DELETE", .path = path, .act = act, .tree = tree, .good = {204}, .type = {}},
                     [what](const ApiReply &reply) -> Result<Done> {
                         if (QByteArray::fromPercentEncoding(reply.removed) != what.toUtf8())
                             return failure(Error::Kind::Protocol,
                                            u"The answer does not say what was removed."_s);
                         return Done{};
                     });
}

ServerApi::Reply<WhoAmI> ServerApi::whoAmI()
{
    return ask({.method = "GET", .path = "/v1/me"}, &readWhoAmI);
}

ServerApi::Reply<TreePage> ServerApi::trees(const QString &after)
{
    return ask({.method = "GET", .path = Routes::trees(after), .mostBytes = 16 * MiB}, &readTreePage);
}

ServerApi::Reply<TreeDetails> ServerApi::tree(const QString &tree)
{
    return ask<TreeDetails>({.method = "GET", .path = Routes::tree(tree), .mostBytes = 32 * MiB},
                            [tree](const ApiReply &reply) -> Result<TreeDetails> {
                                auto details = readTreeDetails(reply.body);
                                if (details && details->tree.tree != tree)
                                    return failure(Error::Kind::Protocol,
                                                   u"The answer is of another tree."_s);
                                return details;
                            });
}

ServerApi::Reply<HistoryPage> ServerApi::history(const QString &tree, qint64 limit, qint64 before)
{
    QByteArray path = Routes::history(tree) + "?limit=" + QByteArray::number(limit);
    if (before > 0)
        path += "&before=" + QByteArray::number(before);
    return ask<HistoryPage>({.method = "GET", .path = path},
                            [tree](const ApiReply &reply) { return readHistoryPage(reply.body, tree); });
}

ServerApi::Reply<ObjectAnswer> ServerApi::object(const QString &tree, const SetPath &set, const ObjectId &id)
{
    return ask<ObjectAnswer>(
        {.method = "GET", .path = Routes::object(tree, set, id), .mostBytes = 17 * MiB},
        [](const ApiReply &reply) -> Result<ObjectAnswer> {
            const auto generation = EntityTag::generationIn(reply.etag);
            if (!generation)
                return failure(Error::Kind::Protocol,
                               u"The answer does not say at which generation the object is (ETag)."_s);
            return ObjectAnswer{.text = reply.body, .generation = *generation};
        });
}

ServerApi::Reply<Done> ServerApi::updates(const QString &tree, const UpdateRequest &request, Dialect dialect)
{
    return ask<Done>({.method = "GET",
                      .path = Routes::updates(tree, request),
                      .type = mediaTypeOf(dialect),
                      .mostBytes = 32 * MiB,
                      .tooLong = Sentences::tr("Ask for less at a time, by a limit.")},
                     [tree, dialect](const ApiReply &reply) -> Result<Done> {
                         if (dialect == Dialect::Classic)
                             return readGeneration(reply.body).map([](Generation) { return Done{}; });
                         Proof proof;
                         QByteArray left = reply.body;
                         const auto header =
                             UpdateReader().read([&left] { return std::exchange(left, {}); }, proof);
                         if (!header)
                             return failureOf(header);
                         if (header->tree != tree || header->collection.isNone())
                             return failure(Error::Kind::Protocol, u"The update is of another tree."_s);
                         return Done{};
                     });
}

ServerApi::Reply<TreePlace> ServerApi::putObject(const QString &tree, const SetPath &set, const ObjectId &id,
                                                 const QByteArray &object)
{
    return ask({.method = "PUT",
                .path = Routes::object(tree, set, id),
                .act = Act::ChangeObjects,
                .tree = tree,
                .body = object,
                .good = {200, 201}},
               &readTreePlace);
}

ServerApi::Reply<TreePlace> ServerApi::removeObject(const QString &tree, const SetPath &set,
                                                    const ObjectId &id)
{
    return ask(
        {.method = "DELETE", .path = Routes::object(tree, set, id), .act = Act::ChangeObjects, .tree = tree},
        &readTreePlace);
}

ServerApi::Reply<BatchDone> ServerApi::batch(const QString &tree, const QList<Operation> &operations,
                                             const QByteArray &key)
{
    ApiRequest request{.method = "POST",
                       .path = Routes::batch(tree),
                       .act = Act::ChangeObjects,
                       .tree = tree,
                       .body = writeBatch(operations)};
    if (!key.isEmpty()) {
        request.headers = {{"Idempotency-Key", key}};
        request.isRepeatable = true;
    }
    return ask(std::move(request), &readBatchDone);
}

ServerApi::Reply<TreePlace> ServerApi::makeTree(const QString &tree, const TreeOptions &options)
{
    return ask<TreePlace>({.method = "PUT",
                           .path = Routes::tree(tree),
                           .act = Act::MakeTree,
                           .tree = tree,
                           .body = writeTreeOptions(options),
                           .good = {201}},
                          [tree](const ApiReply &reply) { return readMadeTree(reply.body, tree); });
}

ServerApi::Reply<Done> ServerApi::removeTree(const QString &tree)
{
    return remove(Act::RemoveTree, tree, Routes::tree(tree), tree);
}

ServerApi::Reply<CompactionListing> ServerApi::compact(const QString &tree, const CompactionOrder &compaction)
{
    return ask({.method = "POST",
                .path = act(tree, "compact"),
                .act = compaction.dryRun ? std::nullopt : std::optional(Act::Compact),
                .tree = tree,
                .isHarmless = compaction.dryRun,
                .body = toJson(compaction),
                .mostBytes = 32 * MiB,
                .isLong = true},
               &readCompactionListing);
}

ServerApi::Reply<TreePlace> ServerApi::reset(const QString &tree, const QString &reason, bool dropsObjects)
{
    return ask({.method = "POST",
                .path = act(tree, "reset"),
                .act = Act::Reset,
                .tree = tree,
                .body = toJson(ResetOrder{.reason = reason, .dropsObjects = dropsObjects}),
                .isLong = true},
               &readTreePlace);
}

ServerApi::Reply<TreePlace> ServerApi::restore(const QString &tree, const QString &backup,
                                               const QString &reason)
{
    return ask({.method = "POST",
                .path = act(tree, "restore"),
                .act = Act::Restore,
                .tree = tree,
                .body = toJson(RestoreOrder{.backup = backup, .reason = reason}),
                .isLong = true},
               &readTreePlace);
}

ServerApi::Reply<TreeVerification> ServerApi::verify(const QString &tree, qint64 seconds)
{
    QByteArray path = act(tree, "verify");
    if (seconds > 0)
        path += "?seconds=" + QByteArray::number(seconds);
    return ask<TreeVerification>(
        {.method = "POST", .path = path, .isHarmless = true, .isLong = true},
        [tree](const ApiReply &reply) { return readTreeVerification(reply.body, tree); });
}

ServerApi::Reply<BackupListing> ServerApi::backUp(const QString &name, const QString &reason)
{
    return ask({.method = "POST",
                .path = "/v1/admin/backups",
                .act = Act::BackUp,
                .body = toJson(BackupOrder{.name = name, .reason = reason}),
                .good = {201},
                .mostBytes = 32 * MiB,
                .isLong = true},
               &readBackup);
}

ServerApi::Reply<QList<BackupListing>> ServerApi::backups()
{
    return ask({.method = "GET", .path = "/v1/admin/backups", .mostBytes = 32 * MiB}, &readBackups);
}

ServerApi::Reply<Done> ServerApi::removeBackup(const QString &backup)
{
    return remove(Act::RemoveBackup, {}, "/v1/admin/backups/" + encoded(backup), backup);
}

ServerApi::Reply<QList<ClientListing>> ServerApi::clients()
{
    return ask({.method = "GET", .path = "/v1/admin/clients", .mostBytes = 32 * MiB}, &readClients);
}

ServerApi::Reply<Done> ServerApi::forgetClient(const QString &client, const QString &tree)
{
    QByteArray path = "/v1/admin/clients/" + encoded(client);
    if (!tree.isEmpty())
        path += "?tree=" + encoded(tree);
    return remove(Act::ForgetClient, tree, path, client);
}

ServerApi::Reply<QList<TokenListing>> ServerApi::tokens()
{
    return ask({.method = "GET", .path = "/v1/admin/tokens", .mostBytes = 32 * MiB}, &readTokens);
}

ServerApi::Reply<TokenListing> ServerApi::makeToken(const TokenChange &wish)
{
    return ask({.method = "POST",
                .path = "/v1/admin/tokens",
                .act = Act::MakeToken,
                .body = toJson(wish),
                .good = {201}},
               &readNewToken);
}

ServerApi::Reply<TokenListing> ServerApi::changeToken(const QString &id, const TokenChange &wish)
{
    return ask<TokenListing>({.method = "PATCH",
                              .path = "/v1/admin/tokens/" + encoded(id),
                              .act = Act::ChangeToken,
                              .body = toJson(wish)},
                             [id](const ApiReply &reply) -> Result<TokenListing> {
                                 auto token = readToken(reply.body);
                                 if (token && token->id != id)
                                     return failure(Error::Kind::Protocol,
                                                    u"The answer is of another token."_s);
                                 return token;
                             });
}

ServerApi::Reply<Done> ServerApi::revokeToken(const QString &id)
{
    return remove(Act::RevokeToken, {}, "/v1/admin/tokens/" + encoded(id), id);
}

ServerApi::Reply<AuditPage> ServerApi::audit(const AuditFilter &filter, qint64 limit, qint64 before)
{
    QByteArray path = "/v1/admin/audit?limit=" + QByteArray::number(limit);
    if (before > 0)
        path += "&before=" + QByteArray::number(before);
    for (const auto &[name, value] : {std::pair("who", filter.who), std::pair("action", filter.action),
                                      std::pair("tree", filter.tree), std::pair("text", filter.text)}) {
        if (!value.isEmpty())
            path += QByteArray("&") + name + '=' + encoded(value);
    }
    return ask({.method = "GET", .path = path, .mostBytes = 32 * MiB}, &readAuditPage);
}

} // namespace GenMirror
