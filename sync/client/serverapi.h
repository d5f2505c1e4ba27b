#pragma once

#include "model/core/operation.h"
#include "model/core/update.h"
#include "sync/client/apicall.h"
#include "sync/protocol/adminanswers.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/dialect.h"
#include "sync/protocol/requests.h"

#include <QFuture>
#include <QPointer>

namespace GenMirror
{

/// An answer that was proved to be one.
template <typename T>
struct Answer {
    T value;
    QByteArray text; ///< As it came.
};

/// An answer without a body.
struct Done {
};

/// An object as the server has it.
struct ObjectAnswer {
    QByteArray text;
    Generation generation; ///< Of its last change.
};

/// Typed questions to one server, each answered by a future, on the thread that asked.
///
/// An answer counts only if its status, its type and all its members are what docs/openapi.yaml says, and,
/// for a change, if it names what was changed; everything else is an error with a sentence for a person:
/// Protocol where something answers that is no server of ours, Network where nobody does, else what the
/// server says. What is read is bounded. What changes something is sent only if the gate of the manner lets
/// it through; else the answer is the gate's. A future that is canceled, or whose ServerApi ends, gives the
/// request up. To be used on one thread, with an event loop.
class ServerApi : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Reply = QFuture<Result<Answer<T>>>;

    explicit ServerApi(ApiServer server, ApiManner manner = {}, QObject *parent = nullptr);
    ~ServerApi() override;

    [[nodiscard]] const ApiServer &server() const { return m_server; }

    // Everybody
    [[nodiscard]] Reply<WhoAmI> whoAmI();
    /// Those whose names come after `after`.
    [[nodiscard]] Reply<TreePage> trees(const QString &after = {});
    [[nodiscard]] Reply<TreeDetails> tree(const QString &tree);
    /// Entries before this one; 0: the newest.
    [[nodiscard]] Reply<HistoryPage> history(const QString &tree, qint64 limit, qint64 before = 0);
    [[nodiscard]] Reply<ObjectAnswer> object(const QString &tree, const SetPath &set, const ObjectId &id);
    /// The text of an update, proved to be one.
    [[nodiscard]] Reply<Done> updates(const QString &tree, const UpdateRequest &request, Dialect dialect);

    // Editors
    [[nodiscard]] Reply<TreePlace> putObject(const QString &tree, const SetPath &set, const ObjectId &id,
                                             const QByteArray &object);
    [[nodiscard]] Reply<TreePlace> removeObject(const QString &tree, const SetPath &set, const ObjectId &id);
    /// `key`: an Idempotency-Key, under which it may be sent again; empty: it is sent once.
    [[nodiscard]] Reply<BatchDone> batch(const QString &tree, const QList<Operation> &operations,
                                         const QByteArray &key = {});

    // Admins
    [[nodiscard]] Reply<TreePlace> makeTree(const QString &tree, const TreeOptions &options);
    [[nodiscard]] Reply<Done> removeTree(const QString &tree);
    [[nodiscard]] Reply<CompactionListing> compact(const QString &tree, const CompactionOrder &compaction);
    [[nodiscard]] Reply<TreePlace> reset(const QString &tree, const QString &reason, bool dropsObjects);
    [[nodiscard]] Reply<TreePlace> restore(const QString &tree, const QString &backup, const QString &reason);
    /// `seconds`: after which the server gives up; 0: as it likes.
    [[nodiscard]] Reply<TreeVerification> verify(const QString &tree, qint64 seconds = 0);
    /// An empty name is one that the server chooses.
    [[nodiscard]] Reply<BackupListing> backUp(const QString &name = {}, const QString &reason = {});
    [[nodiscard]] Reply<QList<BackupListing>> backups();
    [[nodiscard]] Reply<Done> removeBackup(const QString &backup);
    [[nodiscard]] Reply<QList<ClientListing>> clients();
    /// `tree`: only its mirror of that one; empty: all.
    [[nodiscard]] Reply<Done> forgetClient(const QString &client, const QString &tree = {});
    [[nodiscard]] Reply<QList<TokenListing>> tokens();
    [[nodiscard]] Reply<TokenListing> makeToken(const TokenChange &wish);
    [[nodiscard]] Reply<TokenListing> changeToken(const QString &id, const TokenChange &wish);
    [[nodiscard]] Reply<Done> revokeToken(const QString &id);
    struct AuditFilter {
        QString who;
        QString action;
        QString tree;
        QString text;
    };
    [[nodiscard]] Reply<AuditPage> audit(const AuditFilter &filter, qint64 limit, qint64 before = 0);

private:
    template <typename T>
    using Reader = std::function<Result<T>(const ApiReply &)>;
    template <typename T>
    [[nodiscard]] Reply<T> ask(ApiRequest request, Reader<T> read);
    template <typename T>
    [[nodiscard]] Reply<T> ask(ApiRequest request, Result<T> (*read)(const QByteArray &));
    /// Something is removed, and the answer says that it is.
    [[nodiscard]] Reply<Done> remove(Act act, const QString &tree, const QByteArray &path,
                                     const QString &what);

    const ApiServer m_server;
    const ApiManner m_manner;
    QNetworkAccessManager m_network;
};

/// Tells of an answer, unless `context` or the ServerApi has ended by then. (QFuture::then() with a context
/// does not expect it to end before the future.)
template <typename T, typename Told>
void whenThere(QFuture<Result<Answer<T>>> reply, QObject *context, Told told)
{
    reply.then([guard = QPointer<QObject>(context), told = std::move(told)](const Result<Answer<T>> &answer) {
        if (guard)
            told(answer);
    });
}

} // namespace GenMirror
