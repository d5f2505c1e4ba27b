#include "sync/server/access/accessstore.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

qint64 millisecondsOf(const QDateTime &time)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

QDateTime timeOf(qint64 milliseconds)
{
    return milliseconds == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

QString textOf(const QStringList &list)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listOf(const QString &text)
{
    QStringList list;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue value : array)
        list.append(value.toString());
    return list;
}

} // namespace

Result<std::unique_ptr<AccessStore>> AccessStore::open(const QString &directory)
{
    const QString fileName = directory + "/access.db"_L1;
    // Made before SQLite opens it, so that nobody else can read it at any time; its log has the same rights.
    QFile file(fileName);
    if (!file.exists() && !file.open(QIODevice::NewOnly | QIODevice::WriteOnly))
        return failure(Error::Kind::Storage, u"%1 cannot be made: %2."_s.arg(fileName, file.errorString()));
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    auto database = SqlDatabase::open(fileName, {.resources = u":/sql/access"_s});
    if (!database)
        return failureOf(database);
    return std::unique_ptr<AccessStore>(new AccessStore(*std::move(database)));
}

QList<Token> AccessStore::tokens()
{
    QList<Token> tokens;
    SqlStatement row = m_database->statement(u"tokens"_s);
    while (row.next())
        // What is not understood, e.g. a role of a later version, reaches nothing.
        tokens.append({.id = row.bytes(0),
                       .name = row.text(1),
                       .role = roleOf(row.text(2)).value_or(Role::Reader),
                       .trees = TreeScope::of(listOf(row.text(3))).value_or(TreeScope()),
                       .created = timeOf(row.integer(4)),
                       .expires = timeOf(row.integer(5)),
                       .hash = row.bytes(6)});
    return tokens;
}

Result<void> AccessStore::put(const Token &token, const AuditEntry &entry)
{
    m_database->begin();
    insert(entry);
    m_database->statement(u"put_token"_s)
        .bind(QString::fromLatin1(token.id))
        .bind(token.name)
        .bind(QString(nameOf(token.role)))
        .bind(textOf(token.trees.patterns()))
        .bind(millisecondsOf(token.created))
        .bind(millisecondsOf(token.expires))
        .bind(token.hash)
        .run();
    return m_database->commit();
}

Result<void> AccessStore::remove(const QByteArray &id, const AuditEntry &entry)
{
    m_database->begin();
    insert(entry);
    m_database->statement(u"remove_token"_s).bind(QString::fromLatin1(id)).run();
    return m_database->commit();
}

void AccessStore::insert(const AuditEntry &entry)
{
    m_database->statement(u"append_audit"_s)
        .bind(millisecondsOf(entry.at))
        .bind(entry.who)
        .bind(QString::fromLatin1(entry.token))
        .bind(entry.address)
        .bind(entry.action)
        .bind(entry.tree)
        .bind(entry.reason)
        .bind(entry.detail)
        .run();
}

Result<void> AccessStore::append(const AuditEntry &entry)
{
    m_database->begin();
    insert(entry);
    return m_database->commit();
}

Result<QList<AuditEntry>> AccessStore::audit(const AuditFilter &filter)
{
    QList<AuditEntry> entries;
    {
        SqlStatement row = m_database->statement(u"audit"_s);
        row.bind(filter.before > 0 ? filter.before : std::numeric_limits<qint64>::max());
        for (const QString &text : {filter.who, filter.action, filter.tree, filter.text})
            row.bind(text).bind(text);
        row.bind(filter.limit);
        while (row.next())
            entries.append({.number = row.integer(0),
                            .at = timeOf(row.integer(1)),
                            .who = row.text(2),
                            .token = row.bytes(3),
                            .address = row.text(4),
                            .action = row.text(5),
                            .tree = row.text(6),
                            .reason = row.text(7),
                            .detail = row.text(8)});
    }
    if (const auto error = m_database->error()) {
        m_database->rollback();
        return tl::make_unexpected(*error);
    }
    return entries;
}

QList<ClientRecord> AccessStore::clients()
{
    QList<ClientRecord> clients;
    SqlStatement row = m_database->statement(u"clients"_s);
    while (row.next())
        clients.append({.id = row.bytes(0),
                        .tree = row.text(1),
                        .token = row.bytes(2),
                        .name = row.text(3),
                        .address = row.text(4),
                        .agent = row.text(5),
                        .collection = CollectionId::fromHex(row.bytes(6)).value_or(CollectionId()),
                        .has = {row.integer(7)},
                        .sent = {row.integer(8)},
                        .bytes = row.integer(9),
                        .firstSeen = timeOf(row.integer(10)),
                        .lastSeen = timeOf(row.integer(11)),
                        .push = row.text(12) == "push"_L1});
    return clients;
}

Result<void> AccessStore::putClients(const QList<ClientRecord> &clients)
{
    m_database->begin();
    m_database->statement(u"forget_clients"_s).run();
    for (const ClientRecord &client : clients)
        m_database->statement(u"put_client"_s)
            .bind(QString::fromLatin1(client.id))
            .bind(client.tree)
            .bind(QString::fromLatin1(client.token))
            .bind(client.name)
            .bind(client.address)
            .bind(client.agent)
            .bind(client.collection.toHex())
            .bind(client.has.value)
            .bind(client.sent.value)
            .bind(client.bytes)
            .bind(millisecondsOf(client.firstSeen))
            .bind(millisecondsOf(client.lastSeen))
            .bind(client.push ? u"push"_s : u"poll"_s)
            .run();
    return m_database->commit();
}

} // namespace GenMirror
