#include "app/genmirror/serverpagerows.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using List = ServerPage::List;

struct RowWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::RowWords)
};

QString number(const QJsonValue &value)
{
    return QLocale().toString(value.toInteger());
}

QString bytes(const QJsonValue &value)
{
    return QLocale().formattedDataSize(value.toInteger(), 1);
}

QString time(const QJsonValue &value)
{
    const auto parsed = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return parsed.isValid() ? QLocale().toString(parsed.toLocalTime(), QLocale::ShortFormat)
                            : RowWords::tr("never");
}

QString joined(const QJsonValue &list)
{
    QStringList texts;
    const QJsonArray array = list.toArray();
    for (const QJsonValue text : array)
        texts.append(text.toString());
    return texts.join(u' ');
}

TextRows::Row treeRow(const QJsonObject &tree)
{
    const QString name = tree["tree"_L1].toString();
    if (tree.contains("problem"_L1))
        return {.key = name, .texts = {name, tree["problem"_L1].toString()}};
    return {.key = name,
            .texts = {name, number(tree["generation"_L1]), number(tree["objects"_L1]),
                      number(tree["sets"_L1]), number(tree["removals"_L1]), number(tree["floor"_L1]),
                      bytes(tree["bytes"_L1]), number(tree["writes_a_minute"_L1])},
            .right = {1, 2, 3, 4, 5, 6, 7}};
}

TextRows::Row clientRow(const QJsonObject &client)
{
    const bool connected = client["connected"_L1].toBool();
    const bool push = client["transport"_L1].toString() == "push"_L1;
    return {.key = client["client"_L1].toString() + u' ' + client["tree"_L1].toString(),
            .texts = {client["name"_L1].toString(), client["tree"_L1].toString(), number(client["sent"_L1]),
                      client["current_collection"_L1].toBool() ? number(client["lag"_L1])
                                                               : RowWords::tr("everything"),
                      connected ? (push ? RowWords::tr("push") : RowWords::tr("yes")) : RowWords::tr("no"),
                      time(client["last_seen"_L1]), bytes(client["bytes"_L1]),
                      client["address"_L1].toString(), client["agent"_L1].toString()},
            .right = {2, 3, 6}};
}

QString roleText(const QString &role)
{
    return role == "admin"_L1    ? RowWords::tr("admin")
           : role == "editor"_L1 ? RowWords::tr("editor")
                                 : RowWords::tr("reader");
}

TextRows::Row tokenRow(const QJsonObject &token)
{
    return {.key = token["id"_L1].toString(),
            .texts = {token["name"_L1].toString(), roleText(token["role"_L1].toString()),
                      joined(token["trees"_L1]), time(token["expires"_L1]), time(token["created"_L1]),
                      token["id"_L1].toString()}};
}

/// Trees that could not be copied.
QString missingTrees(const QJsonObject &backup)
{
    QStringList names;
    const QJsonArray missing = backup["missing"_L1].toArray();
    for (const QJsonValue tree : missing)
        names.append(tree["tree"_L1].toString(RowWords::tr("unknown")));
    return names.join(u' ');
}

TextRows::Row backupRow(const QJsonObject &backup)
{
    return {.key = backup["backup"_L1].toString(),
            .texts = {backup["backup"_L1].toString(), time(backup["at"_L1]), bytes(backup["bytes"_L1]),
                      joined(backup["trees"_L1]), missingTrees(backup)},
            .right = {2}};
}

TextRows::Row auditRow(const QJsonObject &entry)
{
    return {.key = QString::number(entry["number"_L1].toInteger()),
            .texts = {time(entry["at"_L1]), entry["who"_L1].toString(), entry["address"_L1].toString(),
                      entry["action"_L1].toString(), entry["tree"_L1].toString(),
                      entry["detail"_L1].toString(), entry["reason"_L1].toString()}};
}

struct Source {
    QByteArray path;
    QString member;
    TextRows::Row (*row)(const QJsonObject &);
};

Source sourceOf(List list)
{
    switch (list) {
    case List::Trees:
        return {"/v1/trees", u"trees"_s, treeRow};
    case List::Clients:
        return {"/v1/admin/clients", u"clients"_s, clientRow};
    case List::Tokens:
        return {"/v1/admin/tokens", u"tokens"_s, tokenRow};
    case List::Backups:
        return {"/v1/admin/backups", u"backups"_s, backupRow};
    case List::Audit:
        break;
    }
    return {"/v1/admin/audit?limit=1000", u"audit"_s, auditRow};
}

} // namespace

QByteArray pathOf(List list, const QString &filter)
{
    QByteArray path = sourceOf(list).path;
    if (list == List::Audit && !filter.isEmpty())
        path += "&text=" + filter.toUtf8().toPercentEncoding();
    return path;
}

QList<TextRows::Row> rowsOf(List list, const QJsonObject &answer)
{
    const Source source = sourceOf(list);
    QList<TextRows::Row> rows;
    const QJsonArray array = answer[source.member].toArray();
    for (const QJsonValue value : array)
        rows.append(source.row(value.toObject()));
    return rows;
}

CompactionPreview previewOf(const QJsonObject &answer)
{
    CompactionPreview preview{.dropped = answer["dropped"_L1].toInteger(),
                              .sets = answer["sets"_L1].toArray().size(),
                              .bytes = bytes(answer["bytes"_L1])};
    const QJsonArray clients = answer["clients"_L1].toArray();
    for (const QJsonValue client : clients)
        preview.clients.append(
            {.name = u"%1 (%2)"_s.arg(client["name"_L1].toString(), client["address"_L1].toString()),
             .generation = number(client["generation"_L1]),
             .bytes = bytes(client["bytes"_L1]),
             .lastSeen = time(client["last_seen"_L1]),
             .certain = client["certain"_L1].toBool()});
    return preview;
}

QJsonObject bodyOf(const CompactionChoice &choice, bool dryRun)
{
    constexpr std::array members{"keep_removals"_L1, "older_than_days"_L1, "before"_L1};
    QJsonObject body{{members[size_t(choice.by)], choice.value}};
    if (!choice.set.isEmpty())
        body["set"_L1] = QJsonDocument::fromJson(choice.set).array();
    if (!choice.reason.isEmpty())
        body["reason"_L1] = choice.reason;
    if (dryRun)
        body["dry_run"_L1] = true;
    return body;
}

QByteArray csvOf(const QStringList &head, const QList<TextRows::Row> &rows)
{
    const auto cell = [](QString text) {
        if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()))
            text.prepend(u'\'');
        return QString(u'"' + text.replace(u"\""_s, u"\"\""_s) + u'"');
    };
    QString csv;
    const auto line = [&](const QStringList &texts) {
        QStringList cells;
        for (const QString &text : texts)
            cells.append(cell(text));
        csv += cells.join(u',') + "\r\n"_L1;
    };
    line(head);
    for (const TextRows::Row &row : rows)
        line(row.texts);
    return csv.toUtf8();
}

} // namespace GenMirror
