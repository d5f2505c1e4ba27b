#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace GenMirror::Bench
{

/// The denominators: SQLite by its own interface, with the schema and the durability of the mirrors' cache,
/// and nothing else around it.
class PlainSqlite
{
public:
    explicit PlainSqlite(const QString &fileName);
    ~PlainSqlite();
    PlainSqlite(const PlainSqlite &) = delete;
    PlainSqlite &operator=(const PlainSqlite &) = delete;

    void begin();
    void insert(const QByteArray &id, const QByteArray &text);
    void update(const QByteArray &id, const QByteArray &text);
    void commit();
    /// Whether all of the above was done.
    [[nodiscard]] bool isOk() const { return m_ok; }

private:
    void command(const char *sql);
    void bindAndStep(sqlite3_stmt *statement, const QByteArray &first, const QByteArray &second);

    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_insert = nullptr;
    sqlite3_stmt *m_update = nullptr;
    bool m_ok = true;
};

} // namespace GenMirror::Bench
