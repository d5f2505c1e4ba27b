// genmirrorctl admin: tokens, audit log, clients.
#include "app/genmirrorctl/adminoutput.h"
#include "app/genmirrorctl/command.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUrlQuery>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

Result<int> whoami(const Parser &parser, const QStringList &)
{
    const auto answer = askAdmin(parser, "GET", "/v1/me");
    if (!answer || parser.isSet(u"json"_s)) {
        if (answer)
            printLine(*answer);
        return answer ? Result<int>(0) : failureOf(answer);
    }
    const QJsonObject me = QJsonDocument::fromJson(*answer).object();
    printLine((me["open"_L1].toBool()
                   ? u"The server has no tokens: programs on its machine may do everything. Make "
                     "a first token: genmirrorctl admin make-token NAME --role admin"_s
                   : u"%1: %2 of %3"_s.arg(me["name"_L1].toString(), me["role"_L1].toString(),
                                           joined(me["trees"_L1])))
                  .toUtf8());
    return 0;
}

Result<int> tokens(const Parser &parser, const QStringList &)
{
    return listed(parser, askAdmin(parser, "GET", "/v1/admin/tokens"), u"tokens"_s,
                  {u"ID"_s, u"ROLE"_s, u"TREES"_s, u"EXPIRES"_s, u"NAME"_s}, [](const QJsonObject &token) {
                      return QStringList{token["id"_L1].toString(), token["role"_L1].toString(),
                                         joined(token["trees"_L1]), timeText(token["expires"_L1]),
                                         token["name"_L1].toString()};
                  });
}

/// What the options say of a token; only what was given.
Result<QJsonObject> tokenOf(const Parser &parser)
{
    QJsonObject token;
    if (parser.isSet(u"role"_s))
        token["role"_L1] = parser.value(u"role"_s);
    if (parser.isSet(u"trees"_s))
        token["trees"_L1] =
            QJsonArray::fromStringList(parser.values(u"trees"_s).join(u',').split(u',', Qt::SkipEmptyParts));
    if (parser.isSet(u"days"_s)) {
        const auto days = integerOption(parser, u"days"_s, 0);
        if (!days || *days > 36500)
            return failure(Error::Kind::InvalidArgument, u"--days takes 1 to 36500, or 0 for never."_s);
        token["expires"_L1] =
            *days == 0 ? QJsonValue()
                       : QJsonValue(QDateTime::currentDateTimeUtc().addDays(*days).toString(Qt::ISODate));
    }
    return token;
}

Result<int> makeToken(const Parser &parser, const QStringList &arguments)
{
    auto token = tokenOf(parser);
    if (!token)
        return failureOf(token);
    token->insert("name"_L1, arguments[0]);
    const auto answer = askAdmin(parser, "POST", "/v1/admin/tokens", *token);
    if (!answer)
        return failureOf(answer);
    if (parser.isSet(u"json"_s)) {
        printLine(*answer);
        return 0;
    }
    const QJsonObject made = QJsonDocument::fromJson(*answer).object();
    printLine(made["token"_L1].toString().toLatin1());
    if (!parser.isSet(u"quiet"_s))
        std::fprintf(stderr, "A %s's token for %s. It is shown this once; keep it safe.\n",
                     qUtf8Printable(made["role"_L1].toString()), qUtf8Printable(joined(made["trees"_L1])));
    return 0;
}

QByteArray tokenPath(const QString &id)
{
    return "/v1/admin/tokens/" + id.toUtf8().toPercentEncoding();
}

Result<int> changeToken(const Parser &parser, const QStringList &arguments)
{
    auto token = tokenOf(parser);
    if (!token)
        return failureOf(token);
    if (parser.isSet(u"name"_s))
        token->insert("name"_L1, parser.value(u"name"_s));
    if (token->isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"Say what changes: --name, --role, --trees or --days."_s);
    const auto answer = askAdmin(parser, "PATCH", tokenPath(arguments[0]), *token);
    if (!answer)
        return failureOf(answer);
    printLine(*answer);
    return 0;
}

Result<int> revokeToken(const Parser &parser, const QStringList &arguments)
{
    const auto answer = askAdmin(parser, "DELETE", tokenPath(arguments[0]));
    if (!answer)
        return failureOf(answer);
    if (!parser.isSet(u"quiet"_s))
        std::fprintf(stderr, "The token %s lets nobody in any more.\n", qUtf8Printable(arguments[0]));
    return 0;
}

/// As a spreadsheet reads it: quoted where it has to be, and nothing taken for a formula.
QString csvText(QString text)
{
    if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()))
        text.prepend(u'\'');
    if (!text.contains(u'"') && !text.contains(u',') && !text.contains(u'\n'))
        return text;
    return u'"' + text.replace(u"\""_s, u"\"\""_s) + u'"';
}

Result<int> audit(const Parser &parser, const QStringList &)
{
    static const QStringList columns{u"number"_s, u"at"_s,   u"who"_s,    u"token"_s, u"address"_s,
                                     u"action"_s, u"tree"_s, u"reason"_s, u"detail"_s};
    const auto limit = integerOption(parser, u"limit"_s, 1);
    if (!limit)
        return failureOf(limit);
    const bool csv = parser.isSet(u"csv"_s);
    if (csv)
        printLine(columns.join(u',').toUtf8());
    QList<QStringList> rows;
    qint64 before = 0;
    for (qint64 left = *limit; left > 0;) {
        constexpr qint64 page = 1000;
        QUrlQuery query;
        for (const QString &name : {u"who"_s, u"action"_s, u"tree"_s, u"text"_s}) {
            if (parser.isSet(name))
                query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(parser.value(name))));
        }
        query.addQueryItem(u"limit"_s, QString::number(std::min(left, page)));
        if (before > 0)
            query.addQueryItem(u"before"_s, QString::number(before));
        const auto answer =
            askAdmin(parser, "GET", "/v1/admin/audit?" + query.toString(QUrl::FullyEncoded).toLatin1());
        if (!answer)
            return failureOf(answer);
        const QJsonObject told = QJsonDocument::fromJson(*answer).object();
        const QJsonArray entries = told["audit"_L1].toArray();
        for (const QJsonValue value : entries) {
            const QJsonObject entry = value.toObject();
            before = entry["number"_L1].toInteger();
            if (csv) {
                QStringList texts;
                for (const QString &column : columns)
                    texts.append(csvText(entry[column].toVariant().toString()));
                printLine(texts.join(u',').toUtf8());
            } else if (parser.isSet(u"json"_s)) {
                printLine(QJsonDocument(entry).toJson(QJsonDocument::Compact));
            } else {
                const QString reason = entry["reason"_L1].toString();
                rows.append(
                    {timeText(entry["at"_L1]), entry["who"_L1].toString(), entry["address"_L1].toString(),
                     entry["action"_L1].toString(), entry["tree"_L1].toString(),
                     entry["detail"_L1].toString() + (reason.isEmpty() ? QString() : u" — "_s + reason)});
            }
        }
        left -= entries.size();
        if (!told["more"_L1].toBool() || entries.isEmpty())
            break;
    }
    if (!csv && !parser.isSet(u"json"_s))
        printTable({u"WHEN"_s, u"WHO"_s, u"FROM"_s, u"ACTION"_s, u"TREE"_s, u"WHAT AND WHY"_s}, rows);
    return 0;
}

Result<int> clients(const Parser &parser, const QStringList &)
{
    return listed(parser, askAdmin(parser, "GET", "/v1/admin/clients"), u"clients"_s,
                  {u"CLIENT"_s, u"TREE"_s, u"GENERATION"_s, u"LAG"_s, u"VIA"_s, u"SENT"_s, u"LAST SEEN"_s,
                   u"FROM"_s, u"NAME"_s, u"VERSION"_s},
                  [](const QJsonObject &client) {
                      const bool connected = client["connected"_L1].toBool();
                      return QStringList{client["client"_L1].toString(),
                                         client["tree"_L1].toString(),
                                         QString::number(client["sent"_L1].toInteger()),
                                         QString::number(client["lag"_L1].toInteger()),
                                         client["transport"_L1].toString(),
                                         bytesText(client["bytes"_L1].toInteger()),
                                         connected ? u"connected"_s : timeText(client["last_seen"_L1]),
                                         client["address"_L1].toString(),
                                         client["name"_L1].toString(),
                                         client["agent"_L1].toString()};
                  });
}

Result<int> forgetClient(const Parser &parser, const QStringList &arguments)
{
    QByteArray path = "/v1/admin/clients/" + arguments[0].toUtf8().toPercentEncoding();
    if (parser.isSet(u"tree"_s))
        path += "?tree=" + parser.value(u"tree"_s).toUtf8().toPercentEncoding();
    const auto answer = askAdmin(parser, "DELETE", path);
    return answer ? Result<int>(0) : failureOf(answer);
}

QList<QCommandLineOption> tokenOptions()
{
    return {{u"role"_s, u"reader, editor or admin."_s, u"ROLE"_s},
            {u"trees"_s, u"Names and patterns such as user.anna.*, with commas between; * is all."_s,
             u"PATTERNS"_s},
            {u"days"_s, u"It ends after so many days; 0: never."_s, u"N"_s}};
}

} // namespace

QList<Command> accessCommands()
{
    return {
        {u"admin whoami"_s, {}, u"Print what the token may do."_s, {}, 0, whoami},
        {u"admin tokens"_s, {}, u"List the tokens."_s, {}, 0, tokens},
        {u"admin make-token"_s, u"NAME"_s,
         u"Make a token (a reader's of all trees, unless said otherwise); print it once."_s, tokenOptions(),
         1, makeToken},
        {u"admin change-token"_s, u"ID"_s, u"Change what a token is for, at once."_s,
         tokenOptions() + QList<QCommandLineOption>{{u"name"_s, u"Its name."_s, u"NAME"_s}}, 1, changeToken},
        {u"admin revoke-token"_s, u"ID"_s, u"Revoke a token, at once."_s, {}, 1, revokeToken},
        {u"admin clients"_s, {}, u"List who mirrors what, and how far they are."_s, {}, 0, clients},
        {u"admin forget-client"_s,
         u"CLIENT"_s,
         u"Take a client from the list."_s,
         {{u"tree"_s, u"Only its mirror of this tree."_s, u"TREE"_s}},
         1,
         forgetClient},
        {u"admin audit"_s,
         {},
         u"Print administrative acts and failed logins, newest first."_s,
         {{u"limit"_s, u"At most so many."_s, u"N"_s, u"100"_s},
          {u"who"_s, u"Of this token's name."_s, u"NAME"_s},
          {u"action"_s, u"Such as compact, reset, make-token, failed-login."_s, u"ACTION"_s},
          {u"tree"_s, u"About this tree."_s, u"TREE"_s},
          {u"text"_s, u"With this text anywhere."_s, u"TEXT"_s},
          {u"csv"_s, u"Print CSV, for a spreadsheet."_s}},
         0,
         audit},
    };
}

} // namespace GenMirror
