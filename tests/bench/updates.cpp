// Updates of many sizes into mirrors of many sizes: from the request to the committed cache.
#include "sync/client/mirrorsession.h"
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"
#include "tests/bench/plainsqlite.h"

#include <QElapsedTimer>

#include <map>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

/// Spread over all of `objects`, another choice in each run.
QList<qint64> chosen(qint64 objects, qint64 changes, int run)
{
    QList<qint64> ids;
    const qint64 step = objects / changes;
    for (qint64 i = 0; i < changes; ++i)
        ids.append((i * step + run) % objects);
    return ids;
}

/// Plain SQLite changes the same rows.
double changePlainly(PlainSqlite &plain, const QList<qint64> &ids, qint64 version)
{
    QByteArrayList texts;
    for (const qint64 id : ids)
        texts.append(objectText(id, version));
    QElapsedTimer clock;
    clock.start();
    plain.begin();
    for (qsizetype i = 0; i < ids.size(); ++i)
        plain.update(QByteArray::number(ids[i]), texts[i]);
    plain.commit();
    return plain.isOk() ? double(clock.nsecsElapsed()) / 1e6 : -1;
}

class GrowingMirror
{
public:
    GrowingMirror(const Settings &settings, BenchServer &server, qint64 objects)
        : m_settings(settings)
        , m_server(server)
        , m_objects(objects)
        , m_session({.server = server.url(),
                     .tree = u"main"_s,
                     .directory = server.path(u"mirror-%1"_s.arg(objects)),
                     .pollMilliseconds = 3'600'000, // asked for by hand
                     .push = MirrorConfig::Push::Off})
        , m_plain(server.path(u"plain.sqlite"_s))
    {
        QObject::connect(&m_session, &MirrorSession::updateApplied, &m_session,
                         [this](const std::shared_ptr<const AppliedUpdate> &update) {
                             m_at = update->more ? Generation() : update->to;
                             m_took = double(m_clock.nsecsElapsed()) / 1e6;
                         });
    }

    bool begin()
    {
        m_plain.begin();
        for (qint64 id = 0; id < m_objects; ++id)
            m_plain.insert(QByteArray::number(id), objectText(id, 0));
        m_plain.commit();
        m_session.start();
        return waitFor([this] { return m_session.status().state == MirrorStatus::State::Live; }) &&
               m_plain.isOk();
    }

    /// Milliseconds; the median of plain SQLite's in `plain`.
    double measure(qint64 changes, double &plain)
    {
        Settings settings = m_settings;
        if (changes <= 100 && !settings.quick)
            settings.runs *= 3; // of few milliseconds, of which the machine's waking up is a part
        static qint64 version = 0;
        const auto [times, denominators] = compared(
            settings,
            [&](int run) { return changePlainly(m_plain, chosen(m_objects, changes, run), ++version); },
            [&](int run) {
                if (!m_server.put(chosen(m_objects, changes, run), version))
                    return -1.0;
                waitFor([] { return false; }, 500); // the server puts its log away
                const Generation before = m_session.status().generation;
                m_at = before;
                m_clock.start();
                m_session.refresh();
                return waitFor([&] { return m_at.value >= before.value + changes; }) ? m_took : -1;
            });
        plain = percentile(denominators, 50);
        return times.isEmpty() ? -1 : percentile(times, 50);
    }

private:
    const Settings &m_settings;
    BenchServer &m_server;
    qint64 m_objects;
    MirrorSession m_session;
    PlainSqlite m_plain;
    Generation m_at;
    double m_took = 0;
    QElapsedTimer m_clock;
};

} // namespace

bool measureUpdates(const Settings &settings)
{
    printSection(
        u"Updates"_s,
        u"A mirror asks for what changed: from its request until the cache has committed it, with digest and "
        "history. The denominator updates the same rows by their ids in one transaction of plain SQLite."_s);
    BenchServer server(settings.server);
    if (!server.start())
        return false;
    const QList<qint64> sizes =
        settings.quick ? QList<qint64>{1'000} : QList<qint64>{1'000, 10'000, 100'000, 1'000'000};
    std::map<qint64, double> small; // of 100 changes
    for (const qint64 objects : sizes) {
        if (!server.fill(objects))
            return false;
        GrowingMirror mirror(settings, server, objects);
        if (!mirror.begin())
            return false;
        for (const qint64 changes : {1, 100, 1'000, 10'000, 100'000}) {
            if (changes > objects)
                continue;
            double plain = 0;
            const double time = mirror.measure(changes, plain);
            if (time < 0)
                return false;
            if (changes == 100)
                small[objects] = time;
            print({.name = u"%L1 changes into a mirror of %L2"_s.arg(changes).arg(objects),
                   .value = time,
                   .unit = u"ms"_s,
                   .denominator = plain,
                   .of = u"plain updates"_s,
                   .valueBar = changes == 10'000 && objects == 1'000'000 ? 100.0 : 0});
        }
    }
    if (!settings.quick)
        print({.name = u"100 changes into 1,000,000 objects"_s,
               .value = small[1'000'000],
               .unit = u"ms"_s,
               .denominator = small[1'000],
               .of = u"into 1,000"_s,
               .bar = 1.5});
    return true;
}

} // namespace GenMirror::Bench
