#include "sync/server/request/metrics.h"

namespace GenMirror
{

void Metrics::answered(const QByteArray &method, const QByteArray &route, int status, Clock::duration time)
{
    const double seconds = std::chrono::duration<double>(time).count();
    const std::scoped_lock lock(m_mutex);
    ++m_requests[{method, route, status}];
    Histogram &times = m_times[route];
    for (size_t i = 0; i < Bounds.size(); ++i)
        times.below[i] += seconds <= Bounds[i] ? 1 : 0;
    ++times.count;
    times.sum += seconds;
}

void Metrics::sent(qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_sent += bytes;
}

QByteArray Metrics::line(const QByteArray &name, const QByteArray &labels, double value)
{
    return name + (labels.isEmpty() ? QByteArray() : '{' + labels + '}') + ' ' +
           QByteArray::number(value, 'g', 17) + '\n';
}

QByteArray Metrics::label(const QByteArray &name, QByteArray value)
{
    return name + "=\"" + value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n") + '"';
}

QByteArray Metrics::head(const QByteArray &name, const QByteArray &type, const QByteArray &help)
{
    return "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
}

QByteArray Metrics::text() const
{
    const std::scoped_lock lock(m_mutex);
    QByteArray text = head("genmirror_http_requests_total", "counter", "Requests answered.");
    for (auto entry = m_requests.begin(); entry != m_requests.end(); ++entry) {
        const auto &[method, route, status] = entry.key();
        text += line("genmirror_http_requests_total",
                     label("method", method) + ',' + label("route", route) + ',' +
                         label("status", QByteArray::number(status)),
                     double(entry.value()));
    }
    const QByteArray duration = "genmirror_http_request_duration_seconds";
    text += head(duration, "histogram", "Time from a request to the beginning of its answer.");
    for (auto entry = m_times.begin(); entry != m_times.end(); ++entry) {
        const QByteArray route = label("route", entry.key());
        for (size_t i = 0; i < Bounds.size(); ++i)
            text += line(duration + "_bucket", route + ',' + label("le", QByteArray::number(Bounds[i])),
                         double(entry->below[i]));
        text += line(duration + "_bucket", route + ',' + label("le", "+Inf"), double(entry->count)) +
                line(duration + "_sum", route, entry->sum) +
                line(duration + "_count", route, double(entry->count));
    }
    return text + head("genmirror_http_sent_bytes_total", "counter", "Bytes of bodies, before compression.") +
           line("genmirror_http_sent_bytes_total", {}, double(m_sent));
}

namespace
{

/// Counts what a feed gives.
class MeteredFeed final : public HttpFeed
{
public:
    MeteredFeed(std::shared_ptr<HttpFeed> feed, std::function<void(qint64)> sent)
        : m_feed(std::move(feed))
        , m_sent(std::move(sent))
    {
    }
    Piece take() override
    {
        Piece piece = m_feed->take();
        if (!piece.bytes.isEmpty())
            m_sent(piece.bytes.size());
        return piece;
    }

private:
    const std::shared_ptr<HttpFeed> m_feed;
    const std::function<void(qint64)> m_sent;
};

} // namespace

MeteredResponder::MeteredResponder(std::shared_ptr<HttpResponder> responder, Meter meter)
    : m_responder(std::move(responder))
    , m_meter(std::move(meter))
{
}

MeteredResponder::~MeteredResponder()
{
    if (!m_begun && !m_responder->isDisconnected())
        begun(500); // dropped without an answer
}

void MeteredResponder::begun(int status)
{
    if (!m_begun.exchange(true))
        m_meter.done(status, Metrics::Clock::now() - m_start);
}

void MeteredResponder::respond(HttpResponse response)
{
    begun(response.status);
    m_meter.sent(response.body.size());
    m_responder->respond(std::move(response));
}

void MeteredResponder::beginStream(HttpResponse head)
{
    begun(head.status);
    m_responder->beginStream(std::move(head));
}

bool MeteredResponder::write(QByteArrayView bytes)
{
    m_meter.sent(bytes.size());
    return m_responder->write(bytes);
}

void MeteredResponder::end()
{
    m_responder->end();
}

void MeteredResponder::beginFeed(HttpResponse head, std::shared_ptr<HttpFeed> feed)
{
    begun(head.status);
    m_responder->beginFeed(std::move(head), std::make_shared<MeteredFeed>(std::move(feed), m_meter.sent));
}

void MeteredResponder::feedReady()
{
    m_responder->feedReady();
}

void MeteredResponder::abort()
{
    begun(500);
    m_responder->abort();
}

bool MeteredResponder::isDisconnected() const
{
    return m_responder->isDisconnected();
}

void MeteredResponder::setDisconnectListener(std::function<void()> listener)
{
    m_responder->setDisconnectListener(std::move(listener));
}

} // namespace GenMirror
