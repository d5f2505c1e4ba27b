#pragma once

#include "model/core/generationaltree.h"
#include "model/core/setpath.h"
#include "model/core/update.h"
#include "sync/protocol/conditions.h"
#include "sync/protocol/dialect.h"
#include "sync/server/access/accesscontrol.h"
#include "sync/server/http/httpmessage.h"
#include "sync/server/store/sqlite/sqlstorage.h"

#include <QUrlQuery>

namespace GenMirror
{

struct Route;

/// Whose bytes an answer's are, once that is known; before it begins.
struct CountedFor {
    QByteArray client;
    QString tree;
};

/// One request on its way through the server: what its path and query say, and whom to answer.
struct Call {
    HttpRequest request;
    std::shared_ptr<HttpResponder> responder;
    Identity who;
    QByteArrayList accounts; ///< Whose limits and shares it counts against.
    QString tree;            ///< Empty for the routes above a tree.
    QString subject;         ///< What a word such as *token stands for.
    QByteArray client;       ///< The id that the client gives itself; empty if it gives none.
    std::shared_ptr<CountedFor> countedFor = std::make_shared<CountedFor>();
    const Route *route = nullptr; ///< Once it is known.
    QByteArrayList segments;      ///< What follows the route's own words, percent-encoded.
    QUrlQuery query;
    Conditions conditions; ///< See takeConditions().
    /// Of a batch, once they were read.
    std::optional<Result<QList<Operation>>> operations;
    bool isLong = false; ///< It was found to take long, and is done among such.

    /// A parameter of the query; InvalidArgument names it.
    [[nodiscard]] Result<qint64> integer(const QString &name, qint64 missing, qint64 minimum,
                                         qint64 maximum) const;
    /// since, collection, base and limit.
    [[nodiscard]] Result<UpdateRequest> updateRequest() const;
    /// The set and the id that the path names.
    /// What an id in an address means depends on the set's key, so the set is looked up; NotFound without it.
    [[nodiscard]] Result<std::pair<SetPath, ObjectId>> object(SqlStorage &storage) const;
    [[nodiscard]] Dialect dialect() const { return dialectFor(request.header("Accept")); }
    /// In which that dialect tells a set's members.
    [[nodiscard]] GenerationalTree::Order order() const
    {
        return dialect() == Dialect::Native ? GenerationalTree::Order::SetsLast
                                            : GenerationalTree::Order::Interleaved;
    }
};

} // namespace GenMirror
