#include "sync/server/routes/clientnotes.h"

#include "model/core/jsontext.h"
#include "sync/server/request/answer.h"
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

QByteArray clientJson(const ClientRecord &client)
{
    return "\"client\":\"" + client.id + "\",\"tree\":" + jsonString(client.tree) +
           ",\"name\":" + jsonString(client.name) + ",\"address\":" + jsonString(client.address) +
           ",\"agent\":" + jsonString(client.agent) +
           ",\"generation\":" + QByteArray::number(client.has.value) +
           ",\"last_seen\":" + jsonTime(client.lastSeen);
}

} // namespace GenMirror
