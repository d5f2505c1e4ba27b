#include "sync/server/routes/tokenjson.h"

#include "model/core/jsontext.h"
#include "sync/protocol/batchreader.h"
#include "sync/server/request/answer.h"
#include "sync/server/request/body.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace GenMirror
{

QByteArray treesJson(const TreeScope &scope)
{
    return QJsonDocument(QJsonArray::fromStringList(scope.patterns())).toJson(QJsonDocument::Compact);
}

QByteArray tokenJson(const Token &token)
{
    return "\"id\":\"" + token.id + "\",\"name\":" + jsonString(token.name) + ",\"role\":\"" +
           nameOf(token.role).latin1() + "\",\"trees\":" + treesJson(token.trees) +
           ",\"created\":" + jsonTime(token.created) + ",\"expires\":" + jsonTime(token.expires);
}

QString textOf(const Token &token)
{
    const QString end =
        token.expires.isValid() ? u", until "_s + token.expires.toString(Qt::ISODate) : QString();
    return u"%1: %2 \"%3\" for %4%5"_s.arg(QString::fromLatin1(token.id), nameOf(token.role), token.name,
                                           token.trees.patterns().join(u' '), end);
}

Result<void> readToken(const QByteArray &body, Token &token)
{
    constexpr qsizetype longestName = 100; // characters
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    for (const JsonMember &member : *members) {
        const QString text = stringOfJson(member.value);
        if (member.name == "name" && !text.trimmed().isEmpty()) {
            auto name = plainTextOf(member, longestName);
            if (!name)
                return failureOf(name);
            token.name = *std::move(name);
        } else if (member.name == "role" && roleOf(text)) {
            token.role = *roleOf(text);
        } else if (member.name == "trees") {
            QStringList patterns;
            const QJsonArray list = QJsonDocument::fromJson(member.value.toByteArray()).array();
            for (const QJsonValue value : list)
                patterns.append(value.toString());
            auto scope = TreeScope::of(patterns);
            if (!scope)
                return failureOf(scope);
            token.trees = *std::move(scope);
        } else if (member.name == "expires" && member.value == "null") {
            token.expires = {};
        } else if (const auto end = QDateTime::fromString(text, Qt::ISODate);
                   member.name == "expires" && end.isValid() && end > QDateTime::currentDateTimeUtc()) {
            token.expires = end.toUTC();
        } else {
            return failure(
                Error::Kind::InvalidArgument,
                u"\"%1\" is not valid here. A token takes a name (1 to %2 characters), a role (reader, "
                "editor or admin), trees (a list of names and patterns), and expires (a time to "
                "come such as 2030-01-31T12:00:00Z, or null)."_s.arg(QString::fromUtf8(member.name))
                    .arg(longestName));
        }
    }
    if (token.name.isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"A token needs a name that tells whose it is or what for: \"name\"."_s);
    return {};
}

} // namespace GenMirror
