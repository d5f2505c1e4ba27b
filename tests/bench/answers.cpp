// How many times a second the server says what changed: for one popular `since`, and for many.
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

/// Microseconds for an answer, all connections together.
double timeOfAnAnswer(const BenchServer &server, qint64 requests,
                      const std::function<QByteArray(qint64)> &path)
{
    const double time = askTogether(server, 4, requests, [&path](RawClient &reader, qint64 i) {
        return reader.request("GET", path(i)) != 0;
    });
    return time < 0 ? -1 : time * 1e3 / double(requests);
}

} // namespace

bool measureAnswers(const Settings &settings)
{
    printSection(u"Answers"_s, u"Four connections that ask one after another, on the server's machine. The "
                               u"denominator is an answer of the "
                               "same server without any work (404)."_s);
    BenchServer server(settings.server);
    const qint64 objects = settings.quick ? 2'000 : 100'000;
    if (!server.start() || !server.fill(objects))
        return false;
    const qint64 requests = settings.quick ? 200 : 20'000;
    const auto median = [&](const std::function<QByteArray(qint64)> &path) {
        const QList<double> times =
            repeated(settings, [&](int) { return timeOfAnAnswer(server, requests, path); });
        return times.isEmpty() ? -1 : percentile(times, 50);
    };
    const double bare = median([](qint64) { return QByteArray("/nothing"); });
    const auto report = [&](const QString &name, const std::function<qint64(qint64)> &behind) {
        const double time = median([&](qint64 i) {
            return "/v1/trees/main/updates?since=" + QByteArray::number(objects - behind(i));
        });
        if (time < 0 || bare < 0)
            return false;
        print({.name = name,
               .value = time,
               .unit = u"µs"_s,
               .note = u"%L1 a second"_s.arg(1e6 / time, 0, 'f', 0),
               .denominator = bare,
               .of = u"a bare answer"_s});
        return true;
    };
    return report(u"nothing changed"_s, [](qint64) { return 0; }) &&
           report(u"1 change, one `since`"_s, [](qint64) { return 1; }) &&
           report(u"100 changes, one `since`"_s, [](qint64) { return 100; }) &&
           report(u"about 100 changes, 100 different `since`"_s, [](qint64 i) { return 50 + i % 100; }) &&
           report(u"1 to 1,000 changes, 1,000 different `since`"_s,
                  [](qint64 i) { return 1 + (i * 7919) % 1'000; });
}

} // namespace GenMirror::Bench
