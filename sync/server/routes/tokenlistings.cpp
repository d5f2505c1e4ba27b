#include "sync/server/routes/tokenlistings.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

TokenListing listingOf(const Token &token)
{
    return {.id = QString::fromLatin1(token.id),
            .name = token.name,
            .role = nameOf(token.role),
            .trees = token.trees.patterns(),
            .created = token.created,
            .expires = token.expires.isValid() ? std::optional(token.expires) : std::nullopt,
            .text = {}};
}

QString textOf(const Token &token)
{
    const QString end =
        token.expires.isValid() ? u", until "_s + token.expires.toString(Qt::ISODate) : QString();
    return u"%1: %2 \"%3\" for %4%5"_s.arg(QString::fromLatin1(token.id), nameOf(token.role), token.name,
                                           token.trees.patterns().join(u' '), end);
}

Result<void> apply(const TokenChange &change, Token &token)
{
    if (change.trees) {
        auto scope = TreeScope::of(*change.trees);
        if (!scope)
            return failureOf(scope);
        token.trees = *std::move(scope);
    }
    if (change.role)
        token.role = roleOf(*change.role).value_or(token.role);
    token.name = change.name.value_or(token.name);
    token.expires = change.expires.value_or(token.expires);
    if (token.name.isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"A token needs a name that tells whose it is or what for: \"name\"."_s);
    return {};
}

} // namespace GenMirror
