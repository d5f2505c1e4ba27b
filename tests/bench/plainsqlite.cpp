#include "tests/bench/plainsqlite.h"

#include <QFile>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

PlainSqlite::PlainSqlite(const QString &fileName)
{
    QFile::remove(fileName);
    m_ok = sqlite3_open(QFile::encodeName(fileName).constData(), &m_database) == SQLITE_OK;
    command("PRAGMA page_size=2048");
    command("PRAGMA journal_mode=WAL");
    command("PRAGMA synchronous=FULL");
    command("PRAGMA journal_size_limit=16777216");
    command("PRAGMA cache_size=-16384");
    command("PRAGMA mmap_size=268435456");
    for (int step = 1; QFile::exists(u":/sql/cache/schema/%1.sql"_s.arg(step)); ++step) {
        QFile schema(u":/sql/cache/schema/%1.sql"_s.arg(step));
        m_ok = schema.open(QIODevice::ReadOnly) && m_ok;
        command(schema.readAll().constData());
    }
    const auto prepare = [this](const char *sql) {
        sqlite3_stmt *statement = nullptr;
        m_ok = sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr) == SQLITE_OK && m_ok;
        return statement;
    };
    m_insert = prepare("INSERT INTO objects (set_key, id, text) VALUES (1, ?, ?)");
    m_update = prepare("UPDATE objects SET text = ? WHERE set_key = 1 AND id = ?");
}

PlainSqlite::~PlainSqlite()
{
    sqlite3_finalize(m_insert);
    sqlite3_finalize(m_update);
    sqlite3_close(m_database);
}

void PlainSqlite::begin()
{
    command("BEGIN IMMEDIATE");
}

void PlainSqlite::insert(const QByteArray &id, const QByteArray &text)
{
    bindAndStep(m_insert, id, text);
}

void PlainSqlite::update(const QByteArray &id, const QByteArray &text)
{
    bindAndStep(m_update, text, id);
}

void PlainSqlite::commit()
{
    command("COMMIT");
}

void PlainSqlite::command(const char *sql)
{
    m_ok = sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) == SQLITE_OK && m_ok;
}

void PlainSqlite::bindAndStep(sqlite3_stmt *statement, const QByteArray &first, const QByteArray &second)
{
    sqlite3_bind_blob(statement, 1, first.constData(), int(first.size()), SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, second.constData(), int(second.size()), SQLITE_STATIC);
    m_ok = sqlite3_step(statement) == SQLITE_DONE && m_ok;
    sqlite3_reset(statement);
}

} // namespace GenMirror::Bench
