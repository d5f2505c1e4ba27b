#include "app/genmirror/objectwriter.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "sync/protocol/conditions.h"
#include "sync/protocol/problem.h"
#include "sync/protocol/routes.h"

#include <QNetworkReply>

#include <memory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int NotFound = 404;

QByteArray operationText(const char *kind, const SetPath &set, const QByteArray &rest)
{
    return QByteArray(R"({"op":")" + QByteArray(kind) + R"(","set":)" + set.toJson() + rest + '}');
}

} // namespace

/// First what the server has is read, one object after another; then all is written on the condition that it
/// still is that.
struct ObjectWriter::Task {
    Target target;
    QList<Change> changes;
    Told told;
    QList<Generation> generations; ///< Of those read so far; none: not there.
    QList<Change> theirs;
};

ObjectWriter::ObjectWriter(QObject *parent)
    : QObject(parent)
{
}

void ObjectWriter::ask(const Target &target, const QByteArray &method, const QByteArray &path,
                       const QByteArray &body, const Told &told, const Answered &answered)
{
    constexpr int longest = 30'000; // milliseconds without a byte
    constexpr qint64 mostBytes = 64 * 1024 * 1024;
    QNetworkRequest request(Routes::resolve(target.server, path));
    if (const auto applied = target.credentials.apply(request); !applied) {
        QMetaObject::invokeMethod(
            this, [told, error = applied.error()] { told(tl::make_unexpected(error)); },
            Qt::QueuedConnection);
        return;
    }
    request.setRawHeader("User-Agent", "GenMirror/" GENMIRROR_VERSION);
    request.setTransferTimeout(longest);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = m_network.sendCustomRequest(request, method, body);
    connect(reply, &QNetworkReply::finished, this,
            [reply, told, answered, name = target.server.toDisplayString()] {
                reply->deleteLater();
                const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                if (status == 0)
                    told(failure(Error::Kind::Network, describeFailure(*reply, name)));
                else
                    answered(status, reply->rawHeader("ETag"), reply->read(mostBytes));
            });
}

void ObjectWriter::write(const Target &target, const QList<Change> &changes, const Told &told)
{
    auto task = std::make_shared<Task>(Task{.target = target, .changes = changes, .told = told});
    readNext(task);
}

void ObjectWriter::readNext(const std::shared_ptr<Task> &task)
{
    if (task->generations.size() == task->changes.size()) {
        if (task->theirs.isEmpty())
            send(task);
        else
            task->told(Outcome{.conflict = true, .theirs = task->theirs});
        return;
    }
    const Change &change = task->changes[task->generations.size()];
    ask(task->target, "GET", Routes::object(task->target.tree, task->target.set, change.id), {}, task->told,
        [this, task, change](int status, const QByteArray &etag, const QByteArray &body) {
            if (status != 200 && status != NotFound)
                return task->told(tl::make_unexpected(Problem::fromAnswer(status, body).toError()));
            const auto generation = EntityTag::generationIn(etag);
            if (status == 200 && !generation)
                return task->told(failure(
                    Error::Kind::Protocol,
                    Sentences::tr("The server does not say at which generation the object is (ETag).")));
            const QByteArray theirs = status == 200 ? body : QByteArray();
            if (theirs != change.before)
                task->theirs.append({.id = change.id, .before = theirs, .after = change.after});
            task->generations.append(status == 200 ? *generation : Generation());
            readNext(task);
        });
}

void ObjectWriter::send(const std::shared_ptr<Task> &task)
{
    QByteArrayList operations;
    for (qsizetype i = 0; i < task->changes.size(); ++i) {
        const Change &change = task->changes[i];
        if (change.after.isNull() && change.before.isNull())
            continue; // gone already
        QByteArray rest = ",\"id\":" + change.id.toJson();
        if (!change.after.isNull())
            rest += QByteArray(",\"object\":" + change.after);
        if (change.before.isNull())
            rest += ",\"ifAbsent\":true";
        else
            rest += QByteArray(",\"ifGeneration\":" + QByteArray::number(task->generations[i].value));
        operations.append(operationText(change.after.isNull()    ? "remove"
                                        : change.before.isNull() ? "add"
                                                                 : "changed",
                                        task->target.set, rest));
    }
    const QByteArray body = QByteArray("{\"operations\":[" + operations.join(',') + "]}");
    ask(task->target, "POST", Routes::batch(task->target.tree), body, task->told,
        [this, task](int status, const QByteArray &, const QByteArray &answer) {
            if (status >= 200 && status < 300)
                return task->told(Outcome{});
            const Error error = Problem::fromAnswer(status, answer).toError();
            const bool isConflict =
                error.kind == Error::Kind::Conflict || error.kind == Error::Kind::AlreadyExists;
            if (!isConflict || !task->theirs.isEmpty())
                return task->told(tl::make_unexpected(error));
            // Between reading and writing somebody was faster: what is it now?
            task->generations.clear();
            readNext(task);
        });
}

} // namespace GenMirror
