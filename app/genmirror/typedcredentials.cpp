#include "app/genmirror/typedcredentials.h"

namespace GenMirror
{

Result<ServerCredentials> typedCredentials(const QString &token, const QString &authorityFile,
                                           ServerCredentials credentials)
{
    if (!token.isEmpty()) {
        auto checked = ServerCredentials::checkToken(token);
        if (!checked)
            return failureOf(checked);
        credentials.token = *std::move(checked);
    }
    if (!authorityFile.isEmpty()) {
        auto authority = ServerCredentials::readAuthority(authorityFile);
        if (!authority)
            return failureOf(authority);
        credentials.authority = *std::move(authority);
    }
    return credentials;
}

} // namespace GenMirror
