#include "sync/protocol/requests.h"

#include "model/core/jsontext.h"
#include "model/core/plaintext.h"
#include "model/core/utf8.h"
#include "sync/protocol/fields.h"

#include <QJsonDocument>
#include <QMap>

#include <array>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr std::array WaysToCompact{"keep_removals"_L1, "older_than_days"_L1, "before"_L1}; // as By has them

QJsonValue valueOf(const JsonMember &member)
{
    return jsonDocumentOf('[' + member.value.toByteArray() + ']').array().at(0);
}

/// What a person wrote for others to read, without white space around it.
Result<QString> plainTextOf(const JsonMember &member, qsizetype longest = LongestReason)
{
    const QJsonValue value = valueOf(member);
    const QString text = value.toString().trimmed();
    if (!value.isString() || text.size() > longest || !isPlainText(text))
        return failure(
            Error::Kind::InvalidArgument,
            u"\"%1\" must be a text of at most %2 characters, on one line, without control characters and "
            "without characters that set the direction of writing."_s.arg(textOfUtf8(member.name))
                .arg(longest));
    return text;
}

/// The members of a body that has texts alone.
Result<QMap<QByteArray, QString>> readTexts(const QByteArray &body, const QByteArrayList &known)
{
    QMap<QByteArray, QString> texts;
    if (body.isEmpty())
        return texts;
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    for (const JsonMember &member : *members) {
        const auto text = plainTextOf(member);
        if (!text && known.contains(member.name))
            return failureOf(text);
        const bool isMissing = text && text->isEmpty() && member.name != "reason"; // that may be empty
        if (!text || isMissing || !known.contains(member.name))
            return failure(Error::Kind::InvalidArgument,
                           u"\"%1\" is not valid here. What may be given, as strings: %2."_s.arg(
                               textOfUtf8(member.name), textOfUtf8(known.join(", "))));
        texts.insert(member.name, *text);
    }
    return texts;
}

Result<bool> readCompactionMember(const JsonMember &member, CompactionOrder &order)
{
    const QJsonValue value = valueOf(member);
    if (member.name == "dry_run") {
        order.dryRun = value.toBool();
        return value.isBool();
    }
    if (member.name == "reason")
        return plainTextOf(member).map([&order](const QString &reason) {
            order.reason = reason;
            return true;
        });
    if (member.name == "set") {
        auto set = SetPath::fromJson(member.value);
        if (set)
            order.set = *std::move(set);
        return order.set.has_value();
    }
    return false;
}

Error badCompaction(const JsonMember &member)
{
    return {.kind = Error::Kind::InvalidArgument,
            .detail = u"\"%1\" is not valid here. A compaction takes one of keep_removals, before and "
                      "older_than_days; and dry_run, set and reason."_s.arg(textOfUtf8(member.name))};
}

Result<bool> readTokenMember(const JsonMember &member, const QDateTime &now, TokenChange &change)
{
    constexpr qsizetype longestName = 100; // characters
    const QJsonValue value = valueOf(member);
    const QString text = value.toString();
    if (member.name == "name" && !text.trimmed().isEmpty())
        return plainTextOf(member, longestName).map([&change](const QString &name) {
            change.name = name;
            return true;
        });
    if (member.name == "role") {
        change.role = text;
        return text == "reader"_L1 || text == "editor"_L1 || text == "admin"_L1;
    }
    if (member.name == "trees") {
        change.trees.emplace();
        const QJsonArray list = value.toArray();
        for (const QJsonValue pattern : list)
            change.trees->append(pattern.toString());
        return value.isArray();
    }
    if (member.name == "expires") {
        change.expires = QDateTime::fromString(text, Qt::ISODate).toUTC();
        return value.isNull() || (change.expires->isValid() && *change.expires > now);
    }
    return false;
}

} // namespace

Result<CompactionOrder> readCompactionOrder(const QByteArray &body)
{
    constexpr qint64 mostDays = 36500;
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    CompactionOrder order;
    int ways = 0;
    for (const JsonMember &member : *members) {
        const auto *const way =
            std::ranges::find(WaysToCompact, QLatin1StringView(member.name.constData(), member.name.size()));
        if (way != WaysToCompact.end()) {
            bool isNumber = false;
            order.by = CompactionOrder::By(way - WaysToCompact.begin());
            order.value = member.value.toLongLong(&isNumber);
            ++ways;
            if (!isNumber)
                return tl::make_unexpected(badCompaction(member));
            continue;
        }
        const auto isGood = readCompactionMember(member, order);
        if (!isGood)
            return failureOf(isGood);
        if (!*isGood)
            return tl::make_unexpected(badCompaction(member));
    }
    if (ways != 1 || order.value < 0 ||
        (order.by == CompactionOrder::By::OlderThanDays && order.value > mostDays))
        return failure(
            Error::Kind::InvalidArgument,
            u"A compaction needs one of keep_removals (0 or more), before (a generation) and older_than_days "
            "(0 to %1)."_s.arg(mostDays));
    return order;
}

QByteArray toJson(const CompactionOrder &order)
{
    FieldWriter fields;
    fields.member(WaysToCompact[size_t(order.by)], order.value);
    if (order.set)
        fields.member("set"_L1, *order.set);
    fields.optional("reason"_L1, order.reason);
    fields.optional("dry_run"_L1, order.dryRun);
    return fields.object();
}

Result<ResetOrder> readResetOrder(const QByteArray &body)
{
    const auto texts = readTexts(body, {"reason", "objects"});
    if (!texts)
        return failureOf(texts);
    const QString objects = texts->value("objects", u"keep"_s);
    if (objects != "keep"_L1 && objects != "drop"_L1)
        return failure(Error::Kind::InvalidArgument,
                       u"A reset takes a reason, and objects: \"keep\" or \"drop\"."_s);
    if (texts->value("reason").isEmpty())
        return failure(Error::Kind::InvalidArgument, u"Say why: a reset needs a \"reason\"."_s);
    return ResetOrder{.reason = texts->value("reason"), .dropsObjects = objects == "drop"_L1};
}

QByteArray toJson(const ResetOrder &order)
{
    FieldWriter fields;
    fields.member("reason"_L1, order.reason);
    fields.member("objects"_L1, QByteArray(order.dropsObjects ? "drop" : "keep"));
    return fields.object();
}

Result<RestoreOrder> readRestoreOrder(const QByteArray &body)
{
    const auto texts = readTexts(body, {"backup", "reason"});
    if (!texts)
        return failureOf(texts);
    if (texts->size() != 2)
        return failure(Error::Kind::InvalidArgument,
                       u"Say which and why: a restore needs \"backup\" and \"reason\"."_s);
    return RestoreOrder{.backup = texts->value("backup"), .reason = texts->value("reason")};
}

QByteArray toJson(const RestoreOrder &order)
{
    FieldWriter fields;
    fields.member("backup"_L1, order.backup);
    fields.member("reason"_L1, order.reason);
    return fields.object();
}

Result<BackupOrder> readBackupOrder(const QByteArray &body)
{
    return readTexts(body, {"name", "reason"}).map([](const QMap<QByteArray, QString> &texts) {
        return BackupOrder{.name = texts.value("name"), .reason = texts.value("reason")};
    });
}

QByteArray toJson(const BackupOrder &order)
{
    FieldWriter fields;
    fields.optional("name"_L1, order.name);
    fields.optional("reason"_L1, order.reason);
    return fields.object();
}

Result<TokenChange> readTokenChange(const QByteArray &body, const QDateTime &now)
{
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    TokenChange change;
    for (const JsonMember &member : *members) {
        const auto isGood = readTokenMember(member, now, change);
        if (!isGood)
            return failureOf(isGood);
        if (!*isGood)
            return failure(
                Error::Kind::InvalidArgument,
                u"\"%1\" is not valid here. A token takes a name (1 to 100 characters), a role (reader, "
                "editor or admin), trees (a list of names and patterns), and expires (a time to "
                "come such as 2030-01-31T12:00:00Z, or null)."_s.arg(textOfUtf8(member.name)));
    }
    return change;
}

QByteArray toJson(const TokenChange &change)
{
    FieldWriter fields;
    if (change.name)
        fields.member("name"_L1, *change.name);
    if (change.role)
        fields.member("role"_L1, *change.role);
    if (change.trees)
        fields.member("trees"_L1, *change.trees);
    if (change.expires)
        fields.orNull("expires"_L1, *change.expires);
    return fields.object();
}

} // namespace GenMirror
