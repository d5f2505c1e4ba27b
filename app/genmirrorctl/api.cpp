#include "app/genmirrorctl/api.h"

#include "sync/protocol/routes.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<ApiServer> Api::serverOf(const QCommandLineParser &parser)
{
    const auto url = Routes::checkServerUrl(parser.value(u"server"_s));
    if (!url)
        return failureOf(url);
    ApiServer server{.url = *url, .credentials = {}};
    if (parser.isSet(u"token-file"_s)) {
        auto token = ServerCredentials::readToken(parser.value(u"token-file"_s));
        if (!token)
            return failureOf(token);
        server.credentials.token = *std::move(token);
    } else {
        auto token = ServerCredentials::checkToken(qEnvironmentVariable("GENMIRROR_TOKEN"));
        if (!token)
            return failure(Error::Kind::InvalidArgument, u"GENMIRROR_TOKEN: "_s + token.error().detail);
        server.credentials.token = *std::move(token);
    }
    if (parser.isSet(u"ca"_s)) {
        auto authority = ServerCredentials::readAuthority(parser.value(u"ca"_s));
        if (!authority)
            return failureOf(authority);
        server.credentials.authority = *std::move(authority);
    }
    return server;
}

Api::Api(const ApiServer &server)
    : m_calls(server, {.gate = ChangeGate::open(),
                       .agent = "genmirrorctl/" GENMIRROR_VERSION,
                       .patience = std::chrono::seconds(60),
                       .hint = u" Is genmirrord running there?"_s})
{
}

Error Api::explained(const Error &error) const
{
    const ApiServer &server = m_calls.server();
    if (error.kind != Error::Kind::Unauthorized || !server.credentials.token.isEmpty())
        return error;
    return {.kind = error.kind,
            .detail =
                u"%1 asks for a token. Put it into GENMIRROR_TOKEN, or into a file for --token-file."_s.arg(
                    server.url.toDisplayString())};
}

} // namespace GenMirror
