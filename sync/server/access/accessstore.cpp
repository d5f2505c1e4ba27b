#include "sync/server/access/accessstore.h"

#include "model/core/jsontext.h"

#include "model/core/utf8.h"
#include "sync/sql/readtransaction.h"

#include <QFileInfo>
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
    return textOfUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listOf(const QString &text)
{
    QStringList list;
    const QJsonArray array = jsonDocumentOf(text.toUtf8()).array();
    for (const QJsonValue value : array)
        list.append(value.toString());
    return list;
}

} // namespace

Result<std::unique_ptr<AccessStore>> AccessStore::open(const QString &directory)
{
    std::unique_ptr<AccessStore> store(new AccessStore(directory + "/access.db"_L1));
    if (auto opened = store->openFile(); !opened)
        return failureOf(opened);
    return store;
}

void AccessStore::failAsDamaged(const QString &what)
{
    m_database->fail(
        {.kind = Error::Kind::Damaged,
         .detail = u"%1 is damaged: %2. Put the file back from a copy."_s.arg(m_database->fileName(), what)});
}

Result<void> AccessStore::openFile()
{
    using Mode = SqlDatabase::Mode;
    const auto tryTo = [this](Mode mode) {
        m_database.reset(); // it may be the one that keeps others out
        return SqlDatabase::open(m_fileName, {.resources = u":/sql/access"_s, .mode = mode})
            .map([this](std::unique_ptr<SqlDatabase> database) { m_database = std::move(database); });
    };
    // Without it the server would have no tokens, and be open.
    if (!QFileInfo::exists(m_fileName) && QFileInfo(m_fileName + "-wal"_L1).size() > 0)
        return failure(
            Error::Kind::Damaged,
            u"%1 is missing, but its log %1-wal is there. Put the file back from a copy, or move the "
            "log away."_s.arg(m_fileName));
    auto opened = tryTo(Mode::OpenOrCreate);
    m_problem = opened ? std::nullopt : std::optional(opened.error());
    if (opened)
        return {};
    if (m_problem->kind != Error::Kind::Full && m_problem->kind != Error::Kind::Storage)
        return opened;
    auto toRead = tryTo(m_problem->kind == Error::Kind::Full ? Mode::ReadAlone : Mode::ReadOnly);
    if (!toRead && toRead.error().kind == Error::Kind::NotFound)
        return {};
    return toRead;
}

/// A disk that was full may have room again.
Result<void> AccessStore::begin()
{
    if (m_problem) {
        if (auto opened = openFile(); !opened)
            return opened;
        if (m_problem)
            return tl::make_unexpected(*m_problem);
    }
    return m_database->begin();
}

Result<QList<Token>> AccessStore::tokens()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_database)
        return QList<Token>();
    return inReadTransaction(*m_database, [&] {
        QList<Token> tokens;
        SqlStatement row = m_database->statement(u"tokens"_s);
        while (row.next()) {
            // What is not understood, e.g. a role of a later version, reaches nothing.
            Token token{.id = row.bytes(0),
                        .name = row.text(1),
                        .role = roleOf(row.text(2)).value_or(Role::Reader),
                        .trees = TreeScope::of(listOf(row.text(3))).value_or(TreeScope()),
                        .created = timeOf(row.integer(4)),
                        .expires = timeOf(row.integer(5)),
                        .hash = row.bytes(6)};
            if (token.id.isEmpty() || token.hash.isEmpty()) {
                failAsDamaged(u"a token makes no sense"_s);
                break;
            }
            tokens.append(std::move(token));
        }
        SqlStatement made = m_database->statement(u"tokens_made"_s); // the last one is never given up
        if (tokens.isEmpty() && made.next() && made.integer(0) > 0)
            failAsDamaged(u"it holds no tokens, although some were made"_s);
        return tokens;
    });
}

Result<void> AccessStore::put(const Token &token, const AuditEntry &entry)
{
    const std::scoped_lock lock(m_mutex);
    if (auto begun = begin(); !begun)
        return begun;
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
    const std::scoped_lock lock(m_mutex);
    if (auto begun = begin(); !begun)
        return begun;
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
    const std::scoped_lock lock(m_mutex);
    if (auto begun = begin(); !begun)
        return begun;
    insert(entry);
    return m_database->commit();
}

Result<QList<AuditEntry>> AccessStore::audit(const AuditFilter &filter)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_database)
        return tl::make_unexpected(*m_problem);
    return inReadTransaction(*m_database, [&] {
        QList<AuditEntry> entries;
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
        return entries;
    });
}

Result<QList<ClientRecord>> AccessStore::clients()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_database)
        return QList<ClientRecord>();
    return inReadTransaction(*m_database, [&] {
        QList<ClientRecord> clients;
        SqlStatement row = m_database->statement(u"clients"_s);
        while (row.next()) {
            const QByteArray hex = row.bytes(6); // empty: it has nothing yet
            const auto collection = hex.isEmpty() ? Result<CollectionId>() : CollectionId::fromHex(hex);
            if (!collection || !ClientBook::isId(row.view(0))) {
                failAsDamaged(u"what is known of a client makes no sense"_s);
                break;
            }
            clients.append({.id = row.bytes(0),
                            .tree = row.text(1),
                            .token = row.bytes(2),
                            .name = row.text(3),
                            .address = row.text(4),
                            .agent = row.text(5),
                            .collection = *collection,
                            .has = {row.integer(7)},
                            .sent = {row.integer(8)},
                            .bytes = row.integer(9),
                            .firstSeen = timeOf(row.integer(10)),
                            .lastSeen = timeOf(row.integer(11)),
                            .push = row.text(12) == "push"_L1});
        }
        return clients;
    });
}

Result<void> AccessStore::putClients(const QList<ClientRecord> &clients)
{
    const std::scoped_lock lock(m_mutex);
    if (auto begun = begin(); !begun)
        return begun;
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
