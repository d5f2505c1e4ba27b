#include "sync/protocol/adminanswers.h"

#include "sync/protocol/answerfields.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

CompactionListing::Set compactedSetOf(const AnswerFields &fields)
{
    return {.set = fields.set("set"_L1),
            .dropped = fields.number("dropped"_L1, 1),
            .floor = fields.generation("floor"_L1)};
}

ReloadingClient reloadingOf(const AnswerFields &fields)
{
    return {.client = fields.text("client"_L1),
            .tree = fields.text("tree"_L1),
            .name = fields.text("name"_L1),
            .address = fields.text("address"_L1),
            .agent = fields.text("agent"_L1),
            .generation = fields.generation("generation"_L1, 0),
            .lastSeen = fields.time("last_seen"_L1),
            .sets = fields.number("sets"_L1),
            .bytes = fields.number("bytes"_L1),
            .already = fields.flag("already"_L1),
            .certain = fields.flag("certain"_L1)};
}

BackupListing::Missing missingOf(const AnswerFields &fields)
{
    return {.tree = fields.textIfAny("tree"_L1), .problem = fields.text("problem"_L1)};
}

BackupListing backupOf(const AnswerFields &fields)
{
    return {.backup = fields.text("backup"_L1),
            .at = fields.time("at"_L1),
            .trees = fields.texts("trees"_L1),
            .bytes = fields.number("bytes"_L1),
            .missing = fields.listIfAny("missing"_L1, &missingOf)};
}

ClientListing clientOf(const AnswerFields &fields)
{
    return {.client = fields.text("client"_L1),
            .tree = fields.text("tree"_L1),
            .name = fields.text("name"_L1),
            .address = fields.text("address"_L1),
            .agent = fields.text("agent"_L1),
            .generation = fields.generation("generation"_L1, 0),
            .sent = fields.generation("sent"_L1, 0),
            .lag = fields.number("lag"_L1),
            .certain = fields.flag("certain"_L1),
            .isOfThisCollection = fields.flag("current_collection"_L1),
            .pushes = fields.word("transport"_L1, {"push"_L1, "poll"_L1}) == "push"_L1,
            .isConnected = fields.flag("connected"_L1),
            .bytes = fields.number("bytes"_L1),
            .firstSeen = fields.time("first_seen"_L1),
            .lastSeen = fields.time("last_seen"_L1)};
}

TokenListing tokenOf(const AnswerFields &fields)
{
    return {.id = fields.text("id"_L1),
            .name = fields.text("name"_L1),
            .role = fields.word("role"_L1, {"reader"_L1, "editor"_L1, "admin"_L1}),
            .trees = fields.texts("trees"_L1),
            .created = fields.time("created"_L1),
            .expires = fields.timeOrNull("expires"_L1),
            .text = {}};
}

AuditListing entryOf(const AnswerFields &fields)
{
    return {.number = fields.number("number"_L1, 1),
            .at = fields.time("at"_L1),
            .who = fields.text("who"_L1),
            .token = fields.text("token"_L1),
            .address = fields.text("address"_L1),
            .action = fields.text("action"_L1),
            .tree = fields.text("tree"_L1),
            .reason = fields.text("reason"_L1),
            .detail = fields.text("detail"_L1)};
}

struct FoundInTree {
    QString tree;
    TreeVerification found;
};

FoundInTree foundOf(const AnswerFields &fields)
{
    const bool isRead = fields.has("generation"_L1);
    return {.tree = fields.text("tree"_L1),
            .found = {.equal = fields.flag("equal"_L1),
                      .collection = isRead ? fields.collection("collection"_L1) : CollectionId(),
                      .generation = isRead ? fields.generation("generation"_L1) : Generation(),
                      .digest = fields.textIfAny("digest"_L1),
                      .objects = fields.numberIfAny("objects"_L1),
                      .problems = fields.texts("problems"_L1)}};
}

} // namespace

Result<CompactionListing> readCompactionListing(const QByteArray &json)
{
    return readAnswer<CompactionListing>(json, [](const AnswerFields &fields) {
        return CompactionListing{.dropped = fields.number("dropped"_L1),
                                 .sets = fields.list("sets"_L1, &compactedSetOf),
                                 .clients = fields.list("clients"_L1, &reloadingOf),
                                 .bytes = fields.number("bytes"_L1)};
    });
}

/// A tree that was found sound was read, so the answer says at which generation.
Result<TreeVerification> readTreeVerification(const QByteArray &json, const QString &tree)
{
    const auto read = readAnswer<FoundInTree>(json, &foundOf);
    if (!read)
        return failureOf(read);
    if (read->tree != tree)
        return failure(Error::Kind::Protocol, u"The answer is of another tree, \"%1\"."_s.arg(read->tree));
    if (read->found.isSound() &&
        (read->found.generation.value == 0 || !Digest::fromHex(read->found.digest.toUtf8())))
        return failure(Error::Kind::Protocol,
                       u"The answer says that the tree is sound, and not at which state."_s);
    return read->found;
}

Result<BackupListing> readBackup(const QByteArray &json)
{
    return readAnswer<BackupListing>(json, &backupOf);
}

Result<QList<BackupListing>> readBackups(const QByteArray &json)
{
    return readAnswer<QList<BackupListing>>(
        json, [](const AnswerFields &fields) { return fields.list("backups"_L1, &backupOf); });
}

Result<QList<ClientListing>> readClients(const QByteArray &json)
{
    return readAnswer<QList<ClientListing>>(
        json, [](const AnswerFields &fields) { return fields.list("clients"_L1, &clientOf); });
}

Result<QList<TokenListing>> readTokens(const QByteArray &json)
{
    return readAnswer<QList<TokenListing>>(
        json, [](const AnswerFields &fields) { return fields.list("tokens"_L1, &tokenOf); });
}

Result<TokenListing> readToken(const QByteArray &json)
{
    return readAnswer<TokenListing>(json, &tokenOf);
}

Result<TokenListing> readNewToken(const QByteArray &json)
{
    auto token = readAnswer<TokenListing>(json, [](const AnswerFields &fields) {
        TokenListing made = tokenOf(fields);
        made.text = fields.text("token"_L1).toLatin1();
        return made;
    });
    if (token && !token->text.startsWith("gmt_"))
        return failure(Error::Kind::Protocol, u"The answer holds no token."_s);
    return token;
}

Result<AuditPage> readAuditPage(const QByteArray &json)
{
    return readAnswer<AuditPage>(json, [](const AnswerFields &fields) {
        return AuditPage{.entries = fields.list("audit"_L1, &entryOf), .more = fields.flag("more"_L1)};
    });
}

} // namespace GenMirror
