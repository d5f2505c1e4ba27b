#pragma once

#include "sync/client/serverapi.h"

#include <QCommandLineParser>
#include <QEventLoop>
#include <QFutureWatcher>

namespace GenMirror
{

/// A server of the command line. Waits for each answer: a command has nothing else to do.
///
///     const auto page = api.wait(api->trees());
///
/// Where the server says "too many requests", it is asked again when it says so, and a batch with a key is
/// sent again while the server cannot be reached; for a minute in all.
class Api
{
public:
    /// From --server, --token-file or GENMIRROR_TOKEN, and --ca; InvalidArgument if one of them is not valid.
    [[nodiscard]] static Result<ApiServer> serverOf(const QCommandLineParser &parser);
    explicit Api(const ApiServer &server);

    [[nodiscard]] ServerApi *operator->() { return &m_calls; }
    template <typename T>
    [[nodiscard]] Result<Answer<T>> wait(const ServerApi::Reply<T> &reply) const
    {
        QEventLoop loop; // commands run without another
        QFutureWatcher<Result<Answer<T>>> watcher;
        QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(reply);
        if (!reply.isFinished())
            loop.exec();
        auto result = reply.result();
        return result ? result : Result<Answer<T>>(tl::make_unexpected(explained(result.error())));
    }

private:
    /// With what helps on the command line.
    [[nodiscard]] Error explained(const Error &error) const;

    ServerApi m_calls;
};

/// What a command asks the server that its options name: `call(Api &)` gives the answer.
template <typename Call>
[[nodiscard]] auto askServer(const QCommandLineParser &parser, Call &&call)
{
    using Asked = std::invoke_result_t<Call, Api &>;
    const auto server = Api::serverOf(parser);
    if (!server)
        return Asked(failureOf(server));
    Api api(*server);
    return std::forward<Call>(call)(api);
}

} // namespace GenMirror
