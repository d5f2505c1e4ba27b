// Many event streams on one server: what they cost, and how long it takes to signal all of them.
#include "tests/bench/figures.h"
#include "tests/bench/rawclient.h"
#include "tests/support/serverprocess.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

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
        const QByteArray wanted = "\"generation\":" + QByteArray::number(generation) + '}';
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
                tail = (tail + QByteArray(buffer.data(), got));
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

bool measure(int port, qint64 pid, int count, int rounds)
{
    RawClient editor(port);
    const qint64 before = anonymousMemory(pid);
    QElapsedTimer clock;
    clock.start();
    Listeners listeners(port, count);
    static qint64 generation = 1;
    if (listeners.count() < count || !listeners.waitForAll(generation, 60'000))
        return false;
    const QString streams = u"%1 event streams"_s.arg(count);
    print({streams + u": opened, first event of each"_s, double(clock.elapsed()), u"ms"_s, {}});
    QList<double> all;
    QList<double> requests;
    for (int round = 0; round < rounds; ++round) {
        clock.start();
        if (editor.request("PUT", "/v1/trees/main/objects/a", "{\"id\":\"a\"}") / 100 != 2)
            return false;
        if (!listeners.waitForAll(++generation, 60'000))
            return false;
        all.append(double(clock.nsecsElapsed()) / 1e6);
        clock.start();
        (void)editor.request("GET", "/nothing");
        requests.append(double(clock.nsecsElapsed()) / 1e6);
    }
    print({streams + u": one change, all signalled, p50"_s, percentile(all, 50), u"ms"_s,
           u"from the editor's request"_s});
    print({streams + u": one change, all signalled, worst"_s, percentile(all, 100), u"ms"_s, {}});
    print({streams + u": another request beside them, p50"_s, percentile(requests, 50), u"ms"_s, {}});
    print({streams + u": memory of the server"_s, double(residentMemory(pid)) / 1024, u"MiB"_s,
           u"resident; %1 KiB a stream"_s.arg(double(anonymousMemory(pid) - before) / count, 0, 'f', 1)});
    return true;
}

} // namespace

bool measureStreams(const Settings &settings)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    QTemporaryDir directory;
    Test::ServerProcess server(settings.server);
    if (!server.start(directory.filePath(u"data"_s)))
        return false;
    const int port = server.url().port();
    if (RawClient(port).request("PUT", "/v1/trees/main") != 201)
        return false;
    const qint64 pid = server.process().processId();
    QList<int> counts{50};
    if (!settings.quick)
        counts = {1, 500, 10'000};
    for (const int count : counts) {
        if (qint64(limit.rlim_cur) < count + 100) {
            print({u"%1 event streams: not measured"_s.arg(count), double(limit.rlim_cur), u"files"_s,
                   u"this machine allows no more descriptors"_s});
            continue;
        }
        if (!measure(port, pid, count, settings.quick ? 3 : 20))
            return false;
    }
    return true;
}

} // namespace GenMirror::Bench
