// Many trees in one server: what they cost while nobody asks for them, and whether one holds another up.
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

QByteArray nameOf(qint64 number)
{
    return "user" + QByteArray::number(number).rightJustified(6, '0');
}

qint64 descriptors(qint64 pid)
{
    return QDir(u"/proc/%1/fd"_s.arg(pid)).entryList(QDir::Files | QDir::System).size();
}

/// What the server holds now.
QString heldBy(BenchServer &server)
{
    return u"%L1 MiB resident, %L2 descriptors"_s.arg(residentMemory(server.pid()) / 1024)
        .arg(descriptors(server.pid()));
}

/// All pages of /v1/trees, a thousand names each; milliseconds.
double listTime(const BenchServer &server, qint64 trees)
{
    const auto client = server.connect();
    QElapsedTimer clock;
    clock.start();
    QByteArray after;
    for (qint64 from = 0; from < trees; from += 1'000) {
        if (client->request("GET", "/v1/trees?after=" + after) != 200)
            return -1;
        after = nameOf(std::min(from + 1'000, trees) - 1);
    }
    return double(clock.nsecsElapsed()) / 1e6;
}

/// What is asked of each tree in turn, and what the server holds then.
class Crowd
{
public:
    Crowd(BenchServer &server, qint64 trees)
        : m_server(server)
        , m_trees(trees)
    {
    }

    /// What comes behind all that is told: under which conditions.
    void setConditions(const QString &conditions) { m_conditions = conditions; }

    bool make()
    {
        return each(u"a tree made, %L1 in turn"_s, [](RawClient &client, qint64 number) {
            return client.request("PUT", "/v1/trees/" + nameOf(number)) == 201;
        });
    }
    /// `version`: tells one time from another.
    bool write(qint64 version)
    {
        const bool done = each(u"an object put into each of %L1 trees in turn"_s,
                               [version](RawClient &client, qint64 number) {
                                   return client.request("PUT", "/v1/trees/" + nameOf(number) + "/objects/1",
                                                         objectText(1, version)) /
                                              100 ==
                                          2;
                               });
        tellHeld(u"all written in turn"_s);
        return done;
    }
    bool read()
    {
        const bool done =
            each(u"an object read from each of %L1 trees in turn"_s, [](RawClient &client, qint64 number) {
                return client.request("GET", "/v1/trees/" + nameOf(number) + "/objects/1") == 200;
            });
        tellHeld(u"all read in turn"_s);
        return done;
    }
    bool list()
    {
        const double time = listTime(m_server, m_trees);
        print({.name = named(u"all %L1 trees listed, 1,000 a page"_s.arg(m_trees)),
               .value = time,
               .unit = u"ms"_s,
               .note = heldBy(m_server)});
        return time >= 0;
    }
    bool tellStart(double time)
    {
        print({.name = named(u"start, until it answers, with %L1 trees"_s.arg(m_trees)),
               .value = time,
               .unit = u"ms"_s,
               .note = heldBy(m_server),
               .bar = 1'000});
        return time >= 0;
    }

private:
    [[nodiscard]] QString named(const QString &what) const { return what + m_conditions; }
    bool each(const QString &what, const std::function<bool(RawClient &, qint64)> &ask)
    {
        constexpr int connections = 16;
        const double time = askTogether(m_server, connections, m_trees, ask);
        print({.name = named(what.arg(m_trees)),
               .value = time * 1e3 / double(m_trees),
               .unit = u"µs"_s,
               .note = heldBy(m_server)});
        return time >= 0;
    }
    void tellHeld(const QString &when)
    {
        print({.name = named(u"resident memory, %1"_s.arg(when)),
               .value = double(residentMemory(m_server.pid())) / 1024,
               .unit = u"MiB"_s,
               .bar = 300});
        print({.name = named(u"descriptors, %1"_s.arg(when)),
               .value = double(descriptors(m_server.pid())),
               .unit = {},
               .bar = 2'000});
    }

    BenchServer &m_server;
    const qint64 m_trees;
    QString m_conditions;
};

bool measureMany(const Settings &settings, qint64 trees)
{
    BenchServer server(settings.server);
    if (!server.start())
        return false;
    Crowd crowd(server, trees);
    if (!crowd.make() || !crowd.write(1) || !crowd.tellStart(server.restart()) || !crowd.list() ||
        !crowd.read())
        return false;
    crowd.setConditions(u"; TLS and tokens"_s);
    return crowd.tellStart(server.restartSecured()) && crowd.write(2) && crowd.list() && crowd.read();
}

/// Single changes of one tree while another takes one large batch after the other; milliseconds each.
QList<double> timesBeside(const BenchServer &server, bool busy, qint64 operations, qint64 count)
{
    std::atomic<bool> done = !busy;
    std::atomic<bool> ok = true;
    std::jthread other;
    if (busy) {
        QByteArray body = "{\"operations\":[";
        for (qint64 id = 0; id < operations; ++id)
            body += (id == 0 ? "{\"op\":\"add\",\"object\":" : ",{\"op\":\"add\",\"object\":") +
                    objectText(id, 0) + '}';
        body += "]}";
        other = std::jthread([&server, &done, &ok, body] {
            const auto editor = server.connect();
            while (!done) {
                if (editor->request("POST", "/v1/trees/main/batch", body) != 200)
                    ok = false;
            }
        });
    }
    const auto client = server.connect();
    QList<double> times;
    for (qint64 number = 0; number < count; ++number) {
        QElapsedTimer clock;
        clock.start();
        if (client->request("PUT", "/v1/trees/other/objects/" + QByteArray::number(number),
                            objectText(number, busy ? 1 : 0)) /
                100 !=
            2)
            ok = false;
        times.append(double(clock.nsecsElapsed()) / 1e6);
    }
    done = true;
    return ok ? times : QList<double>();
}

bool measureBystander(const Settings &settings)
{
    BenchServer server(settings.server);
    if (!server.start() || server.connect()->request("PUT", "/v1/trees/other") != 201)
        return false;
    const qint64 operations = settings.quick ? 100 : 100'000;
    const qint64 count = settings.quick ? 50 : 5'000;
    const QList<double> alone = timesBeside(server, false, operations, count);
    const QList<double> beside = timesBeside(server, true, operations, count);
    if (alone.isEmpty() || beside.isEmpty())
        return false;
    print({.name =
               u"a change of one tree while another takes batches of %L1: 99 of 100 within"_s.arg(operations),
           .value = percentile(beside, 99),
           .unit = u"ms"_s,
           .note = u"median %1 ms"_s.arg(percentile(beside, 50), 0, 'f', 2),
           .denominator = percentile(alone, 99),
           .of = u"while nobody else asks"_s,
           .valueBar = 10});
    return true;
}

} // namespace

bool measureTrees(const Settings &settings)
{
    printSection(u"Many trees"_s, u"A tree for each user, in one server: 16 connections ask one after "
                                  u"another, each for another tree. What the server "
                                  "holds is looked at right after."_s);
    return measureMany(settings, settings.quick ? 100 : 100'000) && measureBystander(settings);
}

} // namespace GenMirror::Bench
