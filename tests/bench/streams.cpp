// Many event streams on one server: what they cost, and how long it takes to signal all of them.
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"

#include <QElapsedTimer>

#include <memory>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

/// Open streams, of which it knows how far each has come.
class Listeners
{
public:
    Listeners(int port, int count)
        : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    {
        for (int i = 0; i < count; ++i) {
            auto client = std::make_unique<RawClient>(port);
            if (!client->isConnected())
                return;
            client->send("GET /v1/events?tree=main HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u32 = uint32_t(m_clients.size());
            ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, client->socket(), &event);
            m_clients.push_back(std::move(client));
            m_tails.emplace_back();
        }
    }
    ~Listeners() { ::close(m_epoll); }
    Listeners(const Listeners &) = delete;
    Listeners &operator=(const Listeners &) = delete;

    [[nodiscard]] qsizetype count() const { return qsizetype(m_clients.size()); }

    /// Whether all have heard of a generation in time.
    bool waitForAll(qint64 generation, int milliseconds)
    {
        const QByteArray wanted = "\"generation\":" + QByteArray::number(generation) + ',';
        QElapsedTimer clock;
        clock.start();
        std::vector<bool> has(m_clients.size());
        size_t missing = m_clients.size();
        std::array<epoll_event, 256> events{};
        std::array<char, 8192> buffer{};
        while (missing > 0 && clock.elapsed() < milliseconds) {
            const int ready = ::epoll_wait(m_epoll, events.data(), int(events.size()), 100);
            for (int i = 0; i < ready; ++i) {
                const size_t index = events[size_t(i)].data.u32;
                const ssize_t got = ::recv(m_clients[index]->socket(), buffer.data(), buffer.size(), 0);
                if (got <= 0)
                    return false;
                QByteArray &tail = m_tails[index];
                tail += QByteArrayView(buffer.data(), got);
                if (!has[index] && tail.contains(wanted)) {
                    has[index] = true;
                    --missing;
                }
                tail = tail.right(64);
            }
        }
        return missing == 0;
    }

private:
    int m_epoll;
    std::vector<std::unique_ptr<RawClient>> m_clients;
    std::vector<QByteArray> m_tails;
};

/// `bar` in milliseconds for all signalled, `memoryBar` in MiB; 0: none.
bool measure(const Settings &settings, BenchServer &server, int count, double bar, double memoryBar)
{
    const auto editor = server.connect();
    const qint64 before = anonymousMemory(server.pid());
    QElapsedTimer clock;
    clock.start();
    Listeners listeners(server.port(), count);
    static qint64 generation = 1;
    if (listeners.count() < count || !listeners.waitForAll(generation, 60'000))
        return false;
    const QString streams = u"%L1 streams"_s.arg(count);
    print({.name = streams + u": opened, each with its first event"_s,
           .value = double(clock.nsecsElapsed()) / 1e6,
           .unit = u"ms"_s});
    QList<double> requests;
    Settings rounds = settings;
    rounds.runs = settings.quick ? 3 : 4 * settings.runs;
    const QList<double> all = repeated(rounds, [&](int) {
        clock.start();
        if (editor->request("PUT", "/v1/trees/main/objects/a", "{\"id\":\"a\"}") / 100 != 2 ||
            !listeners.waitForAll(++generation, 60'000))
            return -1.0;
        const double time = double(clock.nsecsElapsed()) / 1e6;
        clock.start();
        (void)editor->request("GET", "/nothing");
        requests.append(double(clock.nsecsElapsed()) / 1e6);
        return time;
    });
    if (all.isEmpty())
        return false;
    print({.name = streams + u": one change, all signalled, p50"_s,
           .value = percentile(all, 50),
           .unit = u"ms"_s,
           .note = u"worst %1 ms"_s.arg(percentile(all, 100), 0, 'f', 1),
           .bar = bar});
    print({.name = streams + u": another request beside them, p50"_s,
           .value = percentile(requests, 50),
           .unit = u"ms"_s});
    print(
        {.name = streams + u": resident memory of the server"_s,
         .value = double(residentMemory(server.pid())) / 1024,
         .unit = u"MiB"_s,
         .note = u"%1 KiB a stream"_s.arg(double(anonymousMemory(server.pid()) - before) / count, 0, 'f', 1),
         .bar = memoryBar});
    return true;
}

} // namespace

bool measureStreams(const Settings &settings)
{
    printSection(
        u"Event streams"_s,
        u"One epoll process holds all streams; from before the editor's request until the last has the event "
        "of the change. Each change is one commit."_s);
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    BenchServer server(settings.server);
    if (!server.start())
        return false;
    if (settings.quick)
        return measure(settings, server, 50, 0, 0);
    struct Step {
        int count;
        double bar;
        double memoryBar;
    };
    for (const Step &step : {Step{1, 0, 0}, Step{500, 10, 0}, Step{10'000, 150, 250}}) {
        if (qint64(limit.rlim_cur) < step.count + 100)
            print({.name = u"%L1 streams: not measured, this machine allows no more descriptors"_s.arg(
                       step.count),
                   .value = double(limit.rlim_cur),
                   .unit = u"files"_s});
        else if (!measure(settings, server, step.count, step.bar, step.memoryBar))
            return false;
    }
    return true;
}

} // namespace GenMirror::Bench
