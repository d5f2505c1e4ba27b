#pragma once

#include "sync/server/access/clientbook.h"
#include "sync/server/access/token.h"
#include "sync/sql/sqldatabase.h"

#include <mutex>

namespace GenMirror
{

/// One line of the audit log.
struct AuditEntry {
    qint64 number = 0; ///< Ascending; 0: not stored yet.
    QDateTime at;      ///< UTC.
    QString who; ///< The token's name; "local" where there are no tokens; "policy" for the server itself.
    QByteArray token; ///< Its id; empty if there is none.
    QString address;
    QString action; ///< E.g. "compact", "reset", "make-token", "failed-login".
    QString tree;   ///< Empty where it is about none.
    QString reason; ///< As given.
    QString detail; ///< What was asked for, or how it failed.
};

/// Which entries are asked for; empty fields do not matter.
struct AuditFilter {
    qint64 before = 0; ///< Only numbers below it; 0: from the newest.
    qint64 limit = 100;
    QString who;
    QString action;
    QString tree;
    QString text; ///< Anywhere in an entry, as it is written.
};

/// Tokens, audit log and known clients in one SQLite file, `access.db`, which only the server's user can
/// read. Thread-safe: one after the other has it. The audit log is append-only: triggers refuse all else.
class AccessStore
{
public:
    /// Opens or makes the file in this directory. Where it cannot be written it is opened for reading, and
    /// where it cannot be made there is nothing in it. Errors: those of reading a file that is there.
    [[nodiscard]] static Result<std::unique_ptr<AccessStore>> open(const QString &directory);
    /// Why it could not be opened for writing. Each function that writes tries again, and fails with this.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

    /// Damaged if any of them makes no sense: a token that is left out could be the last one, and a server
    /// without tokens is open to everybody on its machine.
    [[nodiscard]] Result<QList<Token>> tokens();
    /// Adds or changes a token, and says so in the audit log, in one transaction.
    [[nodiscard]] Result<void> put(const Token &token, const AuditEntry &entry);
    [[nodiscard]] Result<void> remove(const QByteArray &id, const AuditEntry &entry);

    [[nodiscard]] Result<void> append(const AuditEntry &entry);
    /// Newest first.
    [[nodiscard]] Result<QList<AuditEntry>> audit(const AuditFilter &filter);

    [[nodiscard]] Result<QList<ClientRecord>> clients();
    [[nodiscard]] Result<void> putClients(const QList<ClientRecord> &clients);

private:
    explicit AccessStore(QString fileName)
        : m_fileName(std::move(fileName))
    {
    }
    [[nodiscard]] Result<void> openFile();
    [[nodiscard]] Result<void> begin();
    void insert(const AuditEntry &entry);
    void failAsDamaged(const QString &what);

    std::mutex m_mutex;
    const QString m_fileName;
    std::unique_ptr<SqlDatabase> m_database; ///< Null where it could not even be made.
    std::optional<Error> m_problem;
};

} // namespace GenMirror
