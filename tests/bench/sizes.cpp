// Bytes: on the wire, in the cache, in the history.
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

qint64 bytesIn(const QString &folder)
{
    qint64 bytes = 0;
    for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files))
        bytes += file.size();
    return bytes;
}

} // namespace

bool measureSizes(const Settings &settings)
{
    printSection(u"Bytes"_s,
                 u"The denominator is the texts of the objects alone. Headers are counted on the wire."_s);
    BenchServer server(settings.server);
    const qint64 objects = settings.quick ? 10'000 : 1'000'000;
    if (!server.start() || !server.fill(objects))
        return false;
    qint64 texts = 0;
    for (qint64 id = 0; id < objects; ++id)
        texts += objectText(id, 0).size();
    const auto once = [&] {
        return runProgram(settings.client, {u"--server"_s, server.url().toString(), u"mirror"_s, u"main"_s,
                                            u"--cache"_s, server.path(u"cache"_s), u"--once"_s, u"-q"_s})
            .ok;
    };
    if (!once())
        return false;
    const qint64 cache = bytesIn(server.path(u"cache"_s));
    print({.name = u"cache of %L1 objects"_s.arg(objects),
           .value = double(cache) / 1024,
           .unit = u"KiB"_s,
           .note = {},
           .denominator = double(texts) / 1024,
           .of = u"their texts"_s});

    qint64 generation = objects;
    qint64 kept = 0;
    for (const qint64 changes : {1, 100, 10'000}) {
        QList<qint64> ids;
        qint64 changed = 0;
        for (qint64 i = 0; i < changes; ++i) {
            ids.append((i * 7919 + changes) % objects);
            changed += objectText(ids.last(), 1).size();
        }
        if (!server.put(ids, 1))
            return false;
        kept += changed;
        const QByteArray path = "/v1/trees/main/updates?since=" + QByteArray::number(generation);
        generation += changes;
        for (const bool gzip : {false, true}) {
            const auto reader = server.connect();
            if (reader->request("GET", path, {}, gzip ? "Accept-Encoding: gzip\r\n" : "") != 200)
                return false;
            print({.name = u"an update of %L1 changes%2"_s.arg(changes).arg(gzip ? u", gzip"_s : u""_s),
                   .value = double(reader->received()),
                   .unit = u"bytes"_s,
                   .note = {},
                   .denominator = double(changed),
                   .of = u"the new texts"_s});
        }
        if (!once())
            return false;
    }
    print({.name = u"the cache's growth by 10,101 changes in 3 updates"_s,
           .value = double(bytesIn(server.path(u"cache"_s)) - cache) / 1024,
           .unit = u"KiB"_s,
           .note = u"the history: what the objects were before"_s,
           .denominator = double(kept) / 1024,
           .of = u"their former texts"_s});
    return true;
}

} // namespace GenMirror::Bench
