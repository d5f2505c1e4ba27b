#include "sync/server/routes/clientnotes.h"

#include "sync/server/request/body.h"

namespace GenMirror
{

void noteVisit(ClientBook &clients, const Call &call)
{
    if (call.client.isEmpty())
        return;
    clients.visited({.id = call.client,
                     .tree = call.tree,
                     .token = call.who.token,
                     .name = call.who.name,
                     .address = call.request.peer.text(),
                     .agent = agentOf(call.request)},
                    QDateTime::currentDateTimeUtc());
    *call.countedFor = {.client = call.client, .tree = call.tree};
}

} // namespace GenMirror
