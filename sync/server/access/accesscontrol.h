#pragma once

#include "sync/server/access/token.h"

#include <QHash>

#include <mutex>

namespace GenMirror
{

/// Who asks, as far as the server knows.
struct Identity {
    QByteArray token; ///< The id of the token; empty where none is needed yet.
    QString name;     ///< For history and audit: the token's name.
    Role role = Role::Reader;
    TreeScope trees;
    bool open = false; ///< This machine, while the server has no tokens.
};

/// What a request brings along to be let in.
struct Credentials {
    QByteArray authorization; ///< The header's value; null: there is none.
    QString peer;             ///< The client's address.
    QByteArray host;          ///< The header's value.
    bool foreignPage = false; ///< A page asks that is not the server's own, and its owner allows none such.
};

/// Lets requests in: by their token; as long as the server has none, from this machine alone.
///
/// Without tokens three things are asked: a loopback address, a Host header that names this machine (else a
/// page on the internet could have its own name resolve to us), and no Origin but the
/// server's own (scheme, host, port) and those that its owner allows.
/// Thread-safe.
class AccessControl
{
public:
    /// Of the store, at start.
    void setTokens(const QList<Token> &tokens);
    void put(const Token &token);
    void remove(const QByteArray &id);
    [[nodiscard]] QList<Token> tokens() const;
    [[nodiscard]] std::optional<Token> find(const QByteArray &id) const;
    /// No token was ever made.
    [[nodiscard]] bool isOpen() const;
    /// Unauthorized with a sentence that says what is missing, or Forbidden where no token would help.
    [[nodiscard]] Result<Identity> admit(const Credentials &credentials, const QDateTime &now) const;
    /// Whether an identity is still what it was when it was let in: its token there, unchanged, not expired.
    [[nodiscard]] bool isStillValid(const Identity &identity, const QDateTime &now) const;

private:
    [[nodiscard]] static Result<Identity> admitOpen(const Credentials &credentials);
    [[nodiscard]] static Identity identityOf(const Token &token);

    mutable std::mutex m_mutex;
    QHash<QByteArray, Token> m_tokens;
};

/// Whether an address is of this machine: 127.0.0.0/8 or ::1, also as ::ffff:127.0.0.1.
[[nodiscard]] bool isLoopback(const QString &address);

} // namespace GenMirror
