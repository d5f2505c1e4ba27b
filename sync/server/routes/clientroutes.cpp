#include "sync/server/routes/clientroutes.h"

#include "sync/protocol/adminanswers.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> ClientRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"GET", {"v1", "admin", "clients"}, by(this, &ClientRoutes::listClients), Needs::ServerAdmin},
        Route{"DELETE",
              {"v1", "admin", "clients", "*client"},
              by(this, &ClientRoutes::forgetClient),
              Needs::ServerAdmin}
            .taking({"tree"}),
    };
}

Answer ClientRoutes::listClients(Call &) const
{
    QHash<QString, TreeState> states;
    QList<ClientListing> listing;
    const QList<ClientRecord> clients = m_clients.list();
    for (const ClientRecord &client : clients) {
        if (!states.contains(client.tree)) {
            const auto state =
                m_trees.reading(client.tree, [](SqlStorage &storage) { return storage.state(); });
            if (!state && state.error().kind == Error::Kind::NotFound)
                continue; // the tree is gone, and so are its clients
            if (!state)
                return failureOf(state);
            states.insert(client.tree, *state);
        }
        const TreeState state = states.value(client.tree);
        const ClientRecord::Standing standing = client.standing(state.collection);
        listing.append({.client = QString::fromLatin1(client.id),
                        .tree = client.tree,
                        .name = client.name,
                        .address = client.address,
                        .agent = client.agent,
                        .generation = client.has,
                        .sent = client.sent,
                        .lag = std::max<qint64>(0, state.generation.value - standing.at.value),
                        .certain = standing.certain,
                        .isOfThisCollection = client.collection == state.collection,
                        .pushes = client.push,
                        .isConnected = client.streams > 0,
                        .bytes = client.bytes,
                        .firstSeen = client.firstSeen,
                        .lastSeen = client.lastSeen});
    }
    return jsonResponse(toJson(listing));
}

Answer ClientRoutes::forgetClient(Call &call) const
{
    const QString tree = call.query.queryItemValue(u"tree"_s, QUrl::FullyDecoded);
    const QList<ClientRecord> clients = m_clients.list();
    const bool known = std::ranges::any_of(clients, [&](const ClientRecord &client) {
        return client.id == call.subject.toLatin1() && (tree.isEmpty() || client.tree == tree);
    });
    if (!known)
        return failure(Error::Kind::NotFound, ErrorCode::NoClient,
                       u"There is no such client. GET /v1/admin/clients tells which there are."_s);
    if (auto written =
            m_auditLog.write(call, {.action = u"forget-client"_s, .tree = tree, .detail = call.subject});
        !written)
        return failureOf(written);
    m_clients.forget(call.subject.toLatin1(), tree);
    return removedResponse(call.subject);
}

} // namespace GenMirror
