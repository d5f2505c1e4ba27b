// What the server takes: single changes and batches, against plain SQLite.
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"
#include "tests/bench/plainsqlite.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

/// Objects a second of plain SQLite that commits after each `portion`.
double plainRate(const QString &fileName, qint64 objects, qint64 portion)
{
    PlainSqlite plain(fileName);
    QElapsedTimer clock;
    clock.start();
    for (qint64 id = 0; id < objects; ++id) {
        if (id % portion == 0)
            plain.begin();
        plain.insert(QByteArray::number(id), objectText(id, 0));
        if (id % portion == portion - 1)
            plain.commit();
    }
    return plain.isOk() ? double(objects) * 1e9 / double(clock.nsecsElapsed()) : -1;
}

/// Objects a second by `connections` that put one after another.
double singleRate(const BenchServer &server, qint64 objects, int connections, int run)
{
    const double time = askTogether(server, connections, objects, [run](RawClient &editor, qint64 id) {
        return editor.request("PUT", "/v1/trees/main/objects/" + QByteArray::number(id),
                              objectText(id, run)) /
                   100 ==
               2;
    });
    return time < 0 ? -1 : double(objects) * 1e3 / time;
}

double batchRate(BenchServer &server, qint64 objects, qint64 portion, int run)
{
    QElapsedTimer clock;
    clock.start();
    for (qint64 from = 0; from < objects; from += portion) {
        QList<qint64> ids;
        for (qint64 id = from; id < from + portion; ++id)
            ids.append(id);
        if (!server.put(ids, run + 1))
            return -1;
    }
    return double(objects) * 1e9 / double(clock.nsecsElapsed());
}

} // namespace

bool measureWrites(const Settings &settings)
{
    printSection(
        u"Writes"_s,
        u"Durable changes that the server takes over HTTP, against plain SQLite in the mirrors' schema with "
        u"as many "
        "objects in a transaction. The ratio is plain SQLite's rate by the server's: how many times slower."_s);
    BenchServer server(settings.server);
    if (!server.start())
        return false;
    const qint64 single = settings.quick ? 50 : 4'000;
    const qint64 batched = settings.quick ? 2'000 : 100'000;
    const auto report = [&](const QString &name, qint64 objects, qint64 portion,
                            const std::function<double(int)> &measure) {
        const auto [rates, plain] = compared(
            settings, [&](int) { return plainRate(server.path(u"plain.sqlite"_s), objects, portion); },
            measure);
        if (rates.isEmpty())
            return false;
        const double rate = percentile(rates, 50);
        print({.name = name,
               .value = 1e6 / rate,
               .unit = u"µs"_s,
               .note = u"%L1 a second"_s.arg(rate, 0, 'f', 0),
               .denominator = 1e6 / percentile(plain, 50),
               .of = u"plain, %L1 a commit"_s.arg(portion)});
        return true;
    };
    return report(u"an object put by itself, 1 connection"_s, single, 1,
                  [&](int run) { return singleRate(server, single, 1, run); }) &&
           report(u"an object put by itself, 16 connections"_s, single, 1,
                  [&](int run) { return singleRate(server, single, 16, run); }) &&
           report(u"an object put by itself, 64 connections"_s, single, 1,
                  [&](int run) { return singleRate(server, single, 64, run); }) &&
           report(u"an object in batches of 1,000"_s, batched, 1'000,
                  [&](int run) { return batchRate(server, batched, 1'000, run); }) &&
           report(
               u"an object in batches of 10,000"_s, batched, settings.quick ? batched : 10'000,
               [&](int run) { return batchRate(server, batched, settings.quick ? batched : 10'000, run); });
}

} // namespace GenMirror::Bench
