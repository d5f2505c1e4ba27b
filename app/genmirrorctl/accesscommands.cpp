// genmirrorctl admin: tokens, audit log, clients.
#include "app/genmirrorctl/adminoutput.h"
#include "app/genmirrorctl/command.h"
#include "app/genmirrorctl/sheetoutput.h"
#include "model/core/jsontext.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

Result<int> whoami(const Parser &parser, const QStringList &)
{
    const auto answer = askServer(parser, [](Api &api) { return api.wait(api->whoAmI()); });
    if (!answer)
        return failureOf(answer);
    const WhoAmI &me = answer->value;
    if (parser.isSet(u"json"_s))
        printLine(answer->text);
    else
        printText(me.isOpen ? u"The server has no tokens: programs on its machine may do everything. Make "
                              "a first token: genmirrorctl admin make-token NAME --role admin"_s
                            : u"%1: %2 of %3"_s.arg(me.name, me.role, me.trees.join(u' ')));
    return 0;
}

Result<int> tokens(const Parser &parser, const QStringList &)
{
    return listed(parser, askServer(parser, [](Api &api) { return api.wait(api->tokens()); }),
                  {u"ID"_s, u"ROLE"_s, u"TREES"_s, u"EXPIRES"_s, u"NAME"_s}, [](const TokenListing &token) {
                      return QStringList{token.id, token.role, token.trees.join(u' '),
                                         timeText(token.expires), token.name};
                  });
}

/// What the options say of a token; only what was given.
Result<TokenChange> wishOf(const Parser &parser)
{
    TokenChange wish;
    if (parser.isSet(u"role"_s))
        wish.role = parser.value(u"role"_s);
    if (parser.isSet(u"trees"_s))
        wish.trees = parser.values(u"trees"_s).join(u',').split(u',', Qt::SkipEmptyParts);
    if (parser.isSet(u"days"_s)) {
        const auto days = integerOption(parser, u"days"_s, 0);
        if (!days || *days > 36500)
            return failure(Error::Kind::InvalidArgument, u"--days takes 1 to 36500, or 0 for never."_s);
        wish.expires = *days == 0 ? QDateTime() : QDateTime::currentDateTimeUtc().addDays(*days);
    }
    return wish;
}

QString kindOf(const QString &role)
{
    return role == "admin"_L1    ? u"This is an admin's token."_s
           : role == "editor"_L1 ? u"This is an editor's token."_s
                                 : u"This is a reader's token."_s;
}

Result<int> makeToken(const Parser &parser, const QStringList &arguments)
{
    auto wish = wishOf(parser);
    if (!wish)
        return failureOf(wish);
    wish->name = arguments[0];
    const auto answer = askServer(parser, [&](Api &api) { return api.wait(api->makeToken(*wish)); });
    if (!answer)
        return failureOf(answer);
    const TokenListing &made = answer->value;
    if (parser.isSet(u"json"_s)) {
        printLine(answer->text);
        return 0;
    }
    printLine(made.text);
    if (!parser.isSet(u"quiet"_s))
        say(u"%1 It is for %2. It is shown this once; keep it safe."_s.arg(kindOf(made.role),
                                                                           made.trees.join(u' ')));
    return 0;
}

Result<int> changeToken(const Parser &parser, const QStringList &arguments)
{
    auto wish = wishOf(parser);
    if (!wish)
        return failureOf(wish);
    if (parser.isSet(u"name"_s))
        wish->name = parser.value(u"name"_s);
    if (!wish->name && !wish->role && !wish->trees && !wish->expires)
        return failure(Error::Kind::InvalidArgument,
                       u"Say what changes: --name, --role, --trees or --days."_s);
    const auto answer =
        askServer(parser, [&](Api &api) { return api.wait(api->changeToken(arguments[0], *wish)); });
    if (!answer)
        return failureOf(answer);
    printLine(answer->text);
    return 0;
}

Result<int> revokeToken(const Parser &parser, const QStringList &arguments)
{
    const auto answer = askServer(parser, [&](Api &api) { return api.wait(api->revokeToken(arguments[0])); });
    if (!answer)
        return failureOf(answer);
    if (!parser.isSet(u"quiet"_s))
        say(u"The token %1 lets nobody in any more."_s.arg(arguments[0]));
    return 0;
}

const QStringList auditColumns{u"number"_s, u"at"_s,   u"who"_s,    u"token"_s, u"address"_s,
                               u"action"_s, u"tree"_s, u"reason"_s, u"detail"_s};

QList<SheetCell> cellsOf(const AuditListing &entry)
{
    QList<SheetCell> cells{SheetCell::ofNumber(entry.number),
                           SheetCell::ofText(entry.at.toUTC().toString(Qt::ISODateWithMs))};
    for (const QString &text :
         {entry.who, entry.token, entry.address, entry.action, entry.tree, entry.reason, entry.detail})
        cells.append(SheetCell::ofTextIfAny(text));
    return cells;
}

/// Prints each page's entries as CSV, or as they came; those for the table are added to `rows`.
void printAudit(const Parser &parser, const SheetWriter &sheet, const Answer<AuditPage> &page,
                QList<QStringList> &rows)
{
    if (parser.isSet(u"csv"_s)) {
        for (const AuditListing &entry : page.value.entries)
            printBytes(sheet.line(cellsOf(entry)));
    } else if (parser.isSet(u"json"_s)) {
        const auto texts =
            memberText(page.text, "audit").and_then([](QByteArrayView text) { return elementsOf(text); });
        for (const QByteArrayView text : texts.value_or(QList<QByteArrayView>()))
            printLine(text.toByteArray());
    } else {
        for (const AuditListing &entry : page.value.entries)
            rows.append({timeText(entry.at), entry.who, entry.address, entry.action, entry.tree,
                         entry.detail + (entry.reason.isEmpty() ? QString() : u" — "_s + entry.reason)});
    }
}

Result<int> audit(const Parser &parser, const QStringList &)
{
    const auto limit = integerOption(parser, u"limit"_s, 1);
    const auto server = Api::serverOf(parser);
    const auto style = sheetStyleOf(parser);
    if (!limit || !server)
        return tl::make_unexpected(limit ? server.error() : limit.error());
    if (!style)
        return failureOf(style);
    const SheetWriter sheet(*style);
    Api api(*server);
    const bool csv = parser.isSet(u"csv"_s);
    const ServerApi::AuditFilter filter{.who = parser.value(u"who"_s),
                                        .action = parser.value(u"action"_s),
                                        .tree = parser.value(u"tree"_s),
                                        .text = parser.value(u"text"_s)};
    QList<QStringList> rows;
    qint64 before = 0;
    for (qint64 left = *limit; left > 0;) {
        constexpr qint64 most = 1000;
        const auto page = api.wait(api->audit(filter, std::min(left, most), before));
        if (!page)
            return failureOf(page);
        if (csv && before == 0) // what could not be asked is no empty log
            printBytes(sheet.head(auditColumns));
        printAudit(parser, sheet, *page, rows);
        const QList<AuditListing> &entries = page->value.entries;
        left -= entries.size();
        if (!page->value.more || entries.isEmpty())
            break;
        before = entries.constLast().number;
    }
    if (!csv && !parser.isSet(u"json"_s))
        printTable({u"WHEN"_s, u"WHO"_s, u"FROM"_s, u"ACTION"_s, u"TREE"_s, u"WHAT AND WHY"_s}, rows);
    return 0;
}

Result<int> clients(const Parser &parser, const QStringList &)
{
    return listed(parser, askServer(parser, [](Api &api) { return api.wait(api->clients()); }),
                  {u"CLIENT"_s, u"TREE"_s, u"GENERATION"_s, u"LAG"_s, u"VIA"_s, u"SENT"_s, u"LAST SEEN"_s,
                   u"FROM"_s, u"NAME"_s, u"VERSION"_s},
                  [](const ClientListing &client) {
                      return QStringList{client.client,
                                         client.tree,
                                         QString::number(client.sent.value),
                                         QString::number(client.lag),
                                         client.pushes ? u"push"_s : u"poll"_s,
                                         bytesText(client.bytes),
                                         client.isConnected ? u"connected"_s : timeText(client.lastSeen),
                                         client.address,
                                         client.name,
                                         client.agent};
                  });
}

Result<int> forgetClient(const Parser &parser, const QStringList &arguments)
{
    const auto answer = askServer(
        parser, [&](Api &api) { return api.wait(api->forgetClient(arguments[0], parser.value(u"tree"_s))); });
    return answer ? Result<int>(0) : failureOf(answer);
}

QList<QCommandLineOption> tokenOptions()
{
    return {{u"role"_s, u"reader, editor or admin."_s, u"ROLE"_s},
            {u"trees"_s, u"Names and patterns such as user.anna.*, with commas between; * is all."_s,
             u"PATTERNS"_s},
            {u"days"_s, u"It ends after so many days; 0: never."_s, u"N"_s}};
}

QList<QCommandLineOption> auditOptions()
{
    return QList<QCommandLineOption>{
               {u"limit"_s, u"At most so many."_s, u"N"_s, u"100"_s},
               {u"who"_s, u"Of this token's name."_s, u"NAME"_s},
               {u"action"_s, u"Such as compact, reset, make-token, failed-login."_s, u"ACTION"_s},
               {u"tree"_s, u"About this tree."_s, u"TREE"_s},
               {u"text"_s, u"With this text anywhere."_s, u"TEXT"_s}} +
           sheetOptions();
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
         auditOptions(),
         0,
         audit},
    };
}

} // namespace GenMirror
