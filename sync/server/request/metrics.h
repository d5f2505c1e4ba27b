#pragma once

#include "sync/server/http/httpmessage.h"

#include <QMap>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>

namespace GenMirror
{

/// Counts requests and times answers, for Prometheus. Thread-safe.
class Metrics
{
public:
    using Clock = std::chrono::steady_clock;

    /// `route`: as a template, such as /v1/trees/{tree}, so that there are few.
    void answered(const QByteArray &method, const QByteArray &route, int status, Clock::duration time);
    void sent(qint64 bytes);
    /// In Prometheus' text format.
    [[nodiscard]] QByteArray text() const;

    /// One line of that format; `labels` without braces.
    [[nodiscard]] static QByteArray line(const QByteArray &name, const QByteArray &labels, double value);
    /// A label's value, escaped: NAME="VALUE".
    [[nodiscard]] static QByteArray label(const QByteArray &name, QByteArray value);
    [[nodiscard]] static QByteArray head(const QByteArray &name, const QByteArray &type,
                                         const QByteArray &help);

private:
    static constexpr std::array Bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                       0.1,   0.25,   0.5,   1.0,  2.5,   10.0}; // seconds
    struct Histogram {
        std::array<qint64, Bounds.size()> below{};
        qint64 count = 0;
        double sum = 0; ///< Seconds.
    };
    using Request = std::tuple<QByteArray, QByteArray, int>;

    mutable std::mutex m_mutex;
    QMap<Request, qint64> m_requests;
    QMap<QByteArray, Histogram> m_times;
    qint64 m_sent = 0; ///< Bytes.
};

/// A responder that tells what was answered, and how much: in front of the real one.
class MeteredResponder final : public HttpResponder
{
public:
    struct Meter {
        std::function<void(qint64)> sent;                        ///< Bytes of bodies, as they go out.
        std::function<void(int, Metrics::Clock::duration)> done; ///< Status, and time until the answer began.
    };
    MeteredResponder(std::shared_ptr<HttpResponder> responder, Meter meter);
    ~MeteredResponder() override;

    void respond(HttpResponse response) override;
    void beginStream(HttpResponse head) override;
    [[nodiscard]] bool write(QByteArrayView bytes) override;
    void end() override;
    void beginFeed(HttpResponse head, std::shared_ptr<HttpFeed> feed) override;
    void feedReady() override;
    void abort() override;
    [[nodiscard]] bool isDisconnected() const override;
    void setDisconnectListener(std::function<void()> listener) override;

private:
    void begun(int status);

    const std::shared_ptr<HttpResponder> m_responder;
    const Meter m_meter;
    const Metrics::Clock::time_point m_start = Metrics::Clock::now();
    std::atomic<bool> m_begun = false;
};

} // namespace GenMirror
