#pragma once

#include "model/core/result.h"
#include "sync/client/changegate.h"
#include "sync/client/servercredentials.h"

#include <QNetworkAccessManager>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>

class QNetworkReply;

namespace GenMirror
{

/// Where a server is, and what is shown to it.
struct ApiServer {
    QUrl url;
    ServerCredentials credentials;
};

/// A request of the API, and what counts as an answer to it.
struct ApiRequest {
    QByteArray method;
    QByteArray path; ///< With its query, as Routes makes it.
    /// What it changes, which the gate is asked for; one without is sent only as GET, or if it isHarmless.
    std::optional<Act> act = {};
    QString tree = {};       ///< That is changed; empty: something of the server.
    bool isHarmless = false; ///< It changes nothing, though its method might.
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QList<int> good = {200};              ///< The statuses that mean that it is done.
    QByteArray type = "application/json"; ///< Of a good answer; empty: it has no body.
    qint64 mostBytes = 4 * 1024 * 1024;   ///< Of a good answer.
    QString tooLong = {};      ///< What helps against a longer one; empty: then it is none of ours.
    bool isLong = false;       ///< The server may work on it for an hour without a word.
    bool isRepeatable = false; ///< To send it twice does no more than to send it once.
};

/// A good answer.
struct ApiReply {
    int status = 0;
    QByteArray body;
    QByteArray etag;
    QByteArray removed; ///< What the server says that it has removed.
};

/// How the API is used.
struct ApiManner {
    ChangeGate gate = {}; ///< Without one it only reads.
    QByteArray agent = "GenMirror/" GENMIRROR_VERSION;
    /// In all, for a server that says "too many requests", and for one that is not reached by a request that
    /// may be repeated.
    std::chrono::seconds patience{0};
    /// Without a byte, and until the head is whole, of an answer that is not long in coming.
    std::chrono::milliseconds silence{60'000};
    std::chrono::milliseconds longest{600'000}; ///< Of such an answer, from the request to its last byte.
    std::chrono::milliseconds looks{15'000};    ///< How often a server that works for long is looked after.
    QString hint = {};                          ///< Follows the sentence that a server is not reached.
};

/// One request, until it has its answer; it deletes itself then. What comes is read through a running limit.
/// On the thread of its parent.
class ApiCall : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<ApiReply> &)>;

    ApiCall(ApiServer server, ApiRequest request, ApiManner manner, QNetworkAccessManager &network, Done done,
            QObject *parent);
    ~ApiCall() override;

    void start();
    /// How many there are in this program now.
    [[nodiscard]] static int underWay();

private:
    [[nodiscard]] Result<void> mayBeSent() const;
    void send();
    void headArrived();
    void read();
    void finished();
    void look();
    void endLate();
    [[nodiscard]] Result<ApiReply> judged(QNetworkReply &reply) const;
    [[nodiscard]] Result<ApiReply> judgedGood(QNetworkReply &reply, int status) const;
    [[nodiscard]] bool isWorthRepeating(const Error &error, int status) const;
    void finish(const Result<ApiReply> &result);
    void drop();

    const ApiServer m_server;
    const ApiRequest m_request;
    const ApiManner m_manner;
    QNetworkAccessManager &m_network;
    Done m_done;
    QNetworkReply *m_reply = nullptr;
    QNetworkReply *m_look = nullptr;
    QTimer m_looks;
    QTimer m_head; ///< Until the answer's head is there.
    QTimer m_end;
    int m_unheard = 0; ///< Looks in a row without an answer.
    QByteArray m_body;
    int m_attempts = 0;
    std::chrono::milliseconds m_waited{0};
};

} // namespace GenMirror
