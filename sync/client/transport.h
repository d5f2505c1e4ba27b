#pragma once

#include "model/core/update.h"
#include "sync/client/bytequeue.h"
#include "sync/client/inflater.h"
#include "sync/client/mirrorsession.h"

#include <QNetworkAccessManager>
#include <QPointer>

class QNetworkReply;

namespace GenMirror
{

/// Asks a server for updates, one request at a time, and hands the bytes of the answer on as they come.
/// Lives on the mirror's network thread.
class Transport : public QObject
{
    Q_OBJECT
public:
    explicit Transport(MirrorConfig config, QObject *parent = nullptr);
    /// How this mirror calls itself to the server; clientIdOf() knows.
    void setClient(const QByteArray &id) { m_client = id; }

    /// Not while one is under way. `known`: the digest of what the mirror has, if an answer "nothing new" is
    /// good.
    void get(const UpdateRequest &request, const std::optional<Digest> &known);
    /// Gives up what is under way: its queue ends as not whole; nothing is signalled.
    void abort();
    [[nodiscard]] bool isActive() const { return m_reply || m_queue || m_refused; }
    /// Why the last answer did not arrive whole; empty if it did.
    [[nodiscard]] const Error &problem() const { return m_problem; }
    /// Whether that was the server's answer: no or another token, or no such tree for us.
    [[nodiscard]] bool wasRefused() const { return m_wasRefused; }
    /// How far the server's clock was ahead of ours when it answered last; none as long as it told no time.
    [[nodiscard]] const std::optional<std::chrono::milliseconds> &serverAhead() const
    {
        return m_serverAhead;
    }
    /// How long the server wanted to be left alone when it answered last; none if it did not say.
    [[nodiscard]] const std::optional<std::chrono::milliseconds> &waitAskedFor() const { return m_wait; }
    [[nodiscard]] QNetworkAccessManager &network() { return m_network; }

Q_SIGNALS:
    /// The server gave a sign of life.
    void heard();
    /// A good answer has begun: whoever reads the queue knows how it ends.
    void answering(const std::shared_ptr<GenMirror::ByteQueue> &queue);
    void nothingNew();
    /// There was no good answer; problem() says why.
    void failed();

private:
    void pump();
    [[nodiscard]] bool beginAnswer();
    [[nodiscard]] bool pushNext();
    [[nodiscard]] bool hasMore() const;
    void finished();
    void headArrived();
    [[nodiscard]] bool isLongRefusal() const;
    void readRefusal();
    void noteRefusal(int status);
    void refuse(const Error &problem);
    [[nodiscard]] QString server() const;
    [[nodiscard]] bool isGoodType() const;
    [[nodiscard]] Error problemOfReply() const;
    [[nodiscard]] QByteArray startOfBody() const;

    static constexpr qint64 LongestRefusal =
        64 * 1024; ///< Bytes of an answer that is no update that are read.

    const MirrorConfig m_config;
    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_reply;
    std::shared_ptr<ByteQueue> m_queue; ///< While bytes are still to come.
    std::optional<Inflater> m_inflater; ///< Of an answer that is compressed.
    std::optional<std::chrono::milliseconds> m_wait;
    Error m_problem;
    QString m_logged; ///< What the server said, so that each is logged once in a row.
    bool m_wasRefused = false;
    std::optional<std::chrono::milliseconds> m_serverAhead;
    QByteArray m_client;
    bool m_isConditional = false; ///< What is under way: "nothing new" is an answer to it.
    bool m_refused = false;       ///< It was not even sent; failed() is on its way.
};

} // namespace GenMirror
