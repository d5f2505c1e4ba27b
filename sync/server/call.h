#pragma once

#include "model/core/setpath.h"
#include "model/core/update.h"
#include "sync/server/http/httpmessage.h"
#include "sync/server/treeservice.h"

#include <QDateTime>
#include <QUrlQuery>

namespace GenMirror
{

/// Whose bytes an answer's are, once that is known; before it begins.
struct TreeService::CountedFor {
    QByteArray client;
    QString tree;
};

/// One request on its way through a TreeService: what its path and query say, and whom to answer.
struct TreeService::Call {
    HttpRequest request;
    std::shared_ptr<HttpResponder> responder;
    Identity who;
    QString tree;      ///< Empty for the routes above a tree.
    QString subject;   ///< What a word such as *token stands for.
    QByteArray client; ///< The id that the client gives itself; empty if it gives none.
    std::shared_ptr<CountedFor> countedFor = std::make_shared<CountedFor>();
    QByteArrayList segments; ///< What follows the route's own words, percent-encoded.
    QUrlQuery query;

    /// A parameter of the query; InvalidArgument names it.
    [[nodiscard]] Result<qint64> integer(const QString &name, qint64 missing, qint64 minimum,
                                         qint64 maximum) const;
    /// since, collection, base and limit.
    [[nodiscard]] Result<UpdateRequest> updateRequest() const;
    /// The set and the id that the path names.
    [[nodiscard]] Result<std::pair<SetPath, ObjectId>> object() const;
    /// If-Match: "G"; none if there is no such header.
    [[nodiscard]] Result<std::optional<Generation>> ifMatch() const;
    [[nodiscard]] Dialect dialect() const { return dialectFor(request.header("Accept")); }
};

/// One entry of the table of routes.
struct TreeService::Route {
    enum class On { Reader, Writer };
    enum class Needs {
        Nobody,       ///< Anyone may ask: no token, no limit on where from.
        Reader,       ///< The role; on a tree's route the tree has to be in reach.
        Editor,       ///< As above.
        Admin,        ///< As above.
        ServerReader, ///< The role, and all trees in reach: it is about the server as a whole.
        ServerAdmin,  ///< As above.
    };
    QByteArray method;
    QByteArrayList words; ///< "*" is a tree's name, "*word" another; a last "**" takes all that follow.
    On on;
    Work work;
    Needs needs = Needs::Reader;
    qsizetype bodyBytes = 64 * 1024; ///< The longest body that makes sense here.

    [[nodiscard]] Role role() const;
    [[nodiscard]] bool isWholeServer() const { return needs >= Needs::ServerReader; }
    /// Of the path: /v1/trees/{tree}.
    [[nodiscard]] QByteArray pattern() const;

    [[nodiscard]] bool matches(const QByteArrayList &segments) const;
};

[[nodiscard]] HttpResponse jsonResponse(QByteArray body, int status = 200, HttpHeaders headers = {});
[[nodiscard]] HttpResponse errorResponse(const Error &error);
/// A JSON string's value; empty if it is none.
[[nodiscard]] QString stringOfJson(QByteArrayView json);
/// UTC with milliseconds, as everywhere on the wire; null if the time is not valid.
[[nodiscard]] QByteArray jsonTime(const QDateTime &time);

/// The longest text of one object.
inline constexpr qsizetype MaximumObjectBytes = 16 * 1024 * 1024;

} // namespace GenMirror
