// A first sync into the durable cache against plain SQLite inserting the same rows into the same schema.
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"
#include "tests/bench/plainsqlite.h"

#include <QDir>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

double insertPlainly(const QString &fileName, const QByteArrayList &texts)
{
    QElapsedTimer clock;
    clock.start();
    bool ok = false;
    {
        PlainSqlite plain(fileName);
        plain.begin();
        for (qsizetype i = 0; i < texts.size(); ++i)
            plain.insert(QByteArray::number(i), texts[i]);
        plain.commit();
        ok = plain.isOk();
    } // closed: as a mirror that has come to its end
    return ok ? double(clock.nsecsElapsed()) / 1e6 : -1;
}

} // namespace

bool measureFirstSync(const Settings &settings)
{
    printSection(u"First sync"_s,
                 u"A whole `genmirrorctl mirror --once` into an empty cache, its start included. The "
                 u"denominator inserts the "
                 "same rows in one transaction by SQLite's own interface, with the same pragmas."_s);
    BenchServer server(settings.server);
    if (!server.start())
        return false;
    QList<qint64> counts{10'000};
    if (!settings.quick)
        counts = {10'000, 100'000, 1'000'000};
    QByteArrayList texts;
    for (const qint64 count : counts) {
        if (!server.fill(count))
            return false;
        while (texts.size() < count)
            texts.append(objectText(texts.size(), 0));
        qint64 peak = 0;
        const auto [synced, plain] = compared(
            settings, [&](int) { return insertPlainly(server.path(u"plain.sqlite"_s), texts); },
            [&](int run) {
                const QString cache = server.path(u"cache-%1-%2"_s.arg(count).arg(run));
                const ProgramRun once =
                    runProgram(settings.client, {u"--server"_s, server.url().toString(), u"mirror"_s,
                                                 u"main"_s, u"--cache"_s, cache, u"--once"_s, u"-q"_s});
                QDir(cache).removeRecursively();
                peak = std::max(peak, once.peakKib);
                return once.ok ? once.milliseconds : -1;
            });
        if (synced.isEmpty())
            return false;
        print({.name = u"first sync of %L1 objects"_s.arg(count),
               .value = percentile(synced, 50),
               .unit = u"ms"_s,
               .note = u"worst %L1 ms"_s.arg(percentile(synced, 100), 0, 'f', 0),
               .denominator = percentile(plain, 50),
               .of = u"plain inserts"_s,
               .bar = count == 1'000'000 ? 1.3 : 0});
        print({.name = u"peak memory of its mirror"_s,
               .value = double(peak) / 1024,
               .unit = u"MiB"_s,
               .note = u"64 MiB of pages of its cache at most among it"_s});
        print({.name = u"resident memory of its server"_s,
               .value = double(residentMemory(server.pid())) / 1024,
               .unit = u"MiB"_s,
               .note = u"of it its own %L1 MiB, the rest are pages of files"_s.arg(
                   double(anonymousMemory(server.pid())) / 1024, 0, 'f', 0)});
    }
    return true;
}

} // namespace GenMirror::Bench
