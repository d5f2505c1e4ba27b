#pragma once

#include "model/core/trouble.h"
#include "sync/client/serverapi.h"

#include <QElapsedTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace GenMirror
{

/// The addresses that a person can mean by what is typed, the best first: what has a scheme means itself;
/// else https comes before http, and where no port is named the usual one before genmirrord's. Errors:
/// InvalidArgument.
[[nodiscard]] Result<QList<QUrl>> addressesMeant(const QString &typed);

/// What answers at an address.
struct FoundServer {
    QUrl url;
    QList<TreeListing> trees;
    bool isMore = false;               ///< There are more than these.
    std::chrono::milliseconds took{0}; ///< Until its first answer.
};

/// Finds the server that a person means, and which trees it has, without waiting.
///
/// All that can be meant is asked at once, without a token; the best that answers as a GenMirror server does
/// counts. Where a certificate is not believed nothing behind it counts: nobody is led to http by an attack.
/// The token goes to the address that was found alone. Each question waits 10 s for a byte; at most
/// MostTrees are told.
class ServerFinder : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype MostTrees = 20'000;

    /// The credentials that are used with a server.
    using CredentialsOf = std::function<Result<ServerCredentials>(const QUrl &server)>;

    using QObject::QObject;

    /// What was asked before and is not answered yet is dropped.
    void find(const QString &typed, const CredentialsOf &credentialsOf);
    void cancel();

Q_SIGNALS:
    void found(const GenMirror::FoundServer &server);
    void failed(const Trouble &problem);

private:
    struct Asked {
        QUrl url;
        std::unique_ptr<ServerApi> api;
        std::optional<Result<WhoAmI>> answer;
    };

    void answered(size_t index, const Result<WhoAmI> &answer);
    void judge();
    void list(const QUrl &url);
    void fetch(const QList<TreeListing> &known);
    [[nodiscard]] Trouble troubleOfAll() const;

    CredentialsOf m_credentialsOf;
    std::vector<Asked> m_asked;
    std::unique_ptr<ServerApi> m_server; ///< That was found.
    FoundServer m_found;
    QElapsedTimer m_clock;
};

} // namespace GenMirror
