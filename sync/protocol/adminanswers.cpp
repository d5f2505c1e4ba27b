#include "sync/protocol/adminanswers.h"

#include "sync/protocol/fields.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct VerifiedTree {
    QString tree;
    TreeVerification found;
};

struct NewToken {
    TokenListing token;
};

struct Backups {
    QList<BackupListing> list;
};

struct Clients {
    QList<ClientListing> list;
};

struct Tokens {
    QList<TokenListing> list;
};

} // namespace

template <typename Fields>
void describe(Fields &fields, Described<Fields, CompactionListing::Set> set)
{
    fields.member("set"_L1, set.set);
    fields.member("dropped"_L1, set.dropped, 1);
    fields.member("floor"_L1, set.floor);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, ReloadingClient> client)
{
    fields.member("client"_L1, client.client);
    fields.member("tree"_L1, client.tree);
    fields.member("name"_L1, client.name);
    fields.member("address"_L1, client.address);
    fields.member("agent"_L1, client.agent);
    fields.member("generation"_L1, client.generation, 0);
    fields.member("sent"_L1, client.sent, 0);
    fields.member("last_seen"_L1, client.lastSeen);
    fields.member("sets"_L1, client.sets);
    fields.member("bytes"_L1, client.bytes);
    fields.member("already"_L1, client.already);
    fields.member("certain"_L1, client.certain);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, CompactionListing> compaction)
{
    fields.member("dropped"_L1, compaction.dropped);
    fields.member("sets"_L1, compaction.sets);
    fields.member("clients"_L1, compaction.clients);
    fields.member("bytes"_L1, compaction.bytes);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, VerifiedTree> verified)
{
    auto &found = verified.found;
    fields.member("tree"_L1, verified.tree);
    fields.member("equal"_L1, found.equal);
    if (fields.areThere("generation"_L1, !found.generation.isNone())) {
        fields.member("collection"_L1, found.collection);
        fields.member("generation"_L1, found.generation);
        fields.member("digest"_L1, found.digest);
        fields.member("expected"_L1, found.expected);
        fields.member("objects"_L1, found.objects);
    }
    fields.member("problems"_L1, found.problems);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, BackupListing::Missing> missing)
{
    fields.optional("tree"_L1, missing.tree);
    fields.member("problem"_L1, missing.problem);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, BackupListing> backup)
{
    fields.member("backup"_L1, backup.backup);
    fields.member("at"_L1, backup.at);
    fields.member("trees"_L1, backup.trees);
    fields.member("bytes"_L1, backup.bytes);
    fields.optional("missing"_L1, backup.missing);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, Backups> backups)
{
    fields.member("backups"_L1, backups.list);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, ClientListing> client)
{
    fields.member("client"_L1, client.client);
    fields.member("tree"_L1, client.tree);
    fields.member("name"_L1, client.name);
    fields.member("address"_L1, client.address);
    fields.member("agent"_L1, client.agent);
    fields.member("generation"_L1, client.generation, 0);
    fields.member("last_seen"_L1, client.lastSeen);
    fields.member("sent"_L1, client.sent, 0);
    fields.member("lag"_L1, client.lag);
    fields.member("certain"_L1, client.certain);
    fields.member("current_collection"_L1, client.isOfThisCollection);
    fields.either("transport"_L1, client.pushes, "push"_L1, "poll"_L1);
    fields.member("connected"_L1, client.isConnected);
    fields.member("bytes"_L1, client.bytes);
    fields.member("first_seen"_L1, client.firstSeen);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, Clients> clients)
{
    fields.member("clients"_L1, clients.list);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, TokenListing> token)
{
    fields.member("id"_L1, token.id);
    fields.member("name"_L1, token.name);
    fields.word("role"_L1, token.role, {"reader"_L1, "editor"_L1, "admin"_L1});
    fields.member("trees"_L1, token.trees);
    fields.member("created"_L1, token.created);
    fields.orNull("expires"_L1, token.expires);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, NewToken> made)
{
    describe(fields, made.token);
    fields.member("token"_L1, made.token.text);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, Tokens> tokens)
{
    fields.member("tokens"_L1, tokens.list);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, AuditListing> entry)
{
    fields.member("number"_L1, entry.number, 1);
    fields.member("at"_L1, entry.at);
    fields.member("who"_L1, entry.who);
    fields.member("token"_L1, entry.token);
    fields.member("address"_L1, entry.address);
    fields.member("action"_L1, entry.action);
    fields.member("tree"_L1, entry.tree);
    fields.member("reason"_L1, entry.reason);
    fields.member("detail"_L1, entry.detail);
}

template <typename Fields>
void describe(Fields &fields, Described<Fields, AuditPage> page)
{
    fields.member("more"_L1, page.more);
    fields.member("audit"_L1, page.entries);
}

Result<CompactionListing> readCompactionListing(const QByteArray &json)
{
    return readDescribed<CompactionListing>(json);
}

QByteArray toJson(const CompactionListing &compaction)
{
    return writeDescribed(compaction);
}

/// A tree that was found sound was read, so the answer says at which generation.
Result<TreeVerification> readTreeVerification(const QByteArray &json, const QString &tree)
{
    const auto read = readDescribed<VerifiedTree>(json);
    if (!read)
        return failureOf(read);
    if (read->tree != tree)
        return failure(Error::Kind::Protocol, u"The answer is of another tree, \"%1\"."_s.arg(read->tree));
    if (read->found.isSound() && read->found.generation.isNone())
        return failure(Error::Kind::Protocol,
                       u"The answer says that the tree is sound, and not at which state."_s);
    return read->found;
}

QByteArray verificationToJson(const QString &tree, const TreeVerification &found)
{
    return writeDescribed(VerifiedTree{.tree = tree, .found = found});
}

Result<BackupListing> readBackup(const QByteArray &json)
{
    return readDescribed<BackupListing>(json);
}

QByteArray toJson(const BackupListing &backup)
{
    return writeDescribed(backup);
}

Result<QList<BackupListing>> readBackups(const QByteArray &json)
{
    return readDescribed<Backups>(json).map([](const Backups &backups) { return backups.list; });
}

QByteArray toJson(const QList<BackupListing> &backups)
{
    return writeDescribed(Backups{backups});
}

Result<QList<ClientListing>> readClients(const QByteArray &json)
{
    return readDescribed<Clients>(json).map([](const Clients &clients) { return clients.list; });
}

QByteArray toJson(const QList<ClientListing> &clients)
{
    return writeDescribed(Clients{clients});
}

Result<QList<TokenListing>> readTokens(const QByteArray &json)
{
    return readDescribed<Tokens>(json).map([](const Tokens &tokens) { return tokens.list; });
}

QByteArray toJson(const QList<TokenListing> &tokens)
{
    return writeDescribed(Tokens{tokens});
}

Result<TokenListing> readToken(const QByteArray &json)
{
    return readDescribed<TokenListing>(json);
}

QByteArray toJson(const TokenListing &token)
{
    return writeDescribed(token);
}

Result<TokenListing> readNewToken(const QByteArray &json)
{
    const auto made = readDescribed<NewToken>(json);
    if (!made)
        return failureOf(made);
    if (!made->token.text.startsWith("gmt_"))
        return failure(Error::Kind::Protocol, u"The answer holds no token."_s);
    return made->token;
}

QByteArray newTokenToJson(const TokenListing &token)
{
    return writeDescribed(NewToken{token});
}

Result<AuditPage> readAuditPage(const QByteArray &json)
{
    return readDescribed<AuditPage>(json);
}

QByteArray toJson(const AuditPage &page)
{
    return writeDescribed(page);
}

} // namespace GenMirror
