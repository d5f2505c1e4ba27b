#pragma once

#include "sync/server/access/role.h"
#include "sync/server/access/treescope.h"

#include <QDateTime>

namespace GenMirror
{

/// A bearer token as the server knows it: everything but the secret.
struct Token {
    QByteArray id; ///< 12 hexadecimal digits: the public part, for lists and logs.
    QString name;  ///< What a person calls it; stands in history and audit.
    Role role = Role::Reader;
    TreeScope trees;
    QDateTime created; ///< UTC.
    QDateTime expires; ///< UTC; invalid: never.
    QByteArray hash;   ///< Of the secret: BLAKE2b-256.

    [[nodiscard]] bool isValidAt(const QDateTime &now) const { return !expires.isValid() || now < expires; }
};

/// The text of a token, shown once: `gmt_<id>_<secret>`, the secret 32 random bytes.
struct TokenText {
    QByteArray id;
    QByteArray secret; ///< base64url.

    [[nodiscard]] static TokenText random();
    /// None if it does not look like one.
    [[nodiscard]] static std::optional<TokenText> parse(QByteArrayView text);
    [[nodiscard]] QByteArray text() const { return "gmt_" + id + '_' + secret; }
    /// What is stored. A fast hash is right here: the secret has 256 bits, so nobody guesses it.
    [[nodiscard]] QByteArray hash() const;
    /// In constant time.
    [[nodiscard]] bool matches(const QByteArray &storedHash) const;
};

} // namespace GenMirror
