// One change, from the editor's request to the changed row in the model of another client; both ends durable.
#include "app/genmirror/cacheview.h"
#include "model/items/objecttablemodel.h"
#include "sync/client/mirrorsession.h"
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"
#include "tests/bench/plainsqlite.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <memory>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

/// Milliseconds of one commit of one row to each of the files, one after the other, as an end makes it: WAL,
/// synchronous=FULL.
QList<double> measureCommits(const QStringList &fileNames, int rounds)
{
    std::vector<std::unique_ptr<PlainSqlite>> files;
    for (const QString &name : fileNames)
        files.push_back(std::make_unique<PlainSqlite>(name));
    QList<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer clock;
        clock.start();
        for (const auto &plain : files) {
            plain->begin();
            plain->insert(QByteArray::number(round), QByteArray(180, 'x'));
            plain->commit();
            if (!plain->isOk())
                return {};
        }
        times.append(double(clock.nsecsElapsed()) / 1e6);
    }
    return times;
}

/// Milliseconds of a request that the server's network thread answers by itself.
double measureRoundTrip(int port, int rounds)
{
    RawClient client(port);
    QList<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer clock;
        clock.start();
        (void)client.request("GET", "/nothing");
        times.append(double(clock.nsecsElapsed()) / 1e6);
    }
    return percentile(times, 50);
}

/// Milliseconds of each of `rounds` changes, with a pause of about so many milliseconds between them; 0: a
/// dozen at a time without one.
QList<double> measureChanges(const MirrorConfig &config, int port, int rounds, int pauseTime)
{
    MirrorSession session(config);
    ObjectTableModel model;
    std::shared_ptr<CacheView> view;
    QList<double> times;
    QElapsedTimer clock; // started by the editor, read here; never both at once
    std::atomic<bool> isWaiting = false;
    const auto arrived = [&] {
        if (isWaiting.exchange(false))
            times.append(double(clock.nsecsElapsed()) / 1e6);
    };
    QObject::connect(&model, &QAbstractItemModel::dataChanged, &model, arrived);
    QObject::connect(&session, &MirrorSession::updateApplied, &model,
                     [&](const std::shared_ptr<const AppliedUpdate> &update) { model.applyUpdate(*update); });
    session.start();
    const bool push = config.push != MirrorConfig::Push::Off;
    waitFor([&] {
        return session.status().state == MirrorStatus::State::Live &&
               (!push || session.status().link == MirrorStatus::Link::Push);
    });
    if (auto opened = CacheView::open(config.directory, config.tree))
        view = *std::move(opened);
    if (!view)
        return {};
    model.setSource(view, view->sets()->first().key);

    RawClient editor(port);
    for (int round = 0; round < rounds + rounds / 10; ++round) {
        const QByteArray body = "{\"id\":\"a\",\"n\":" + QByteArray::number(round) + ",\"text\":\"" +
                                QByteArray(150, 'x') + "\"}";
        isWaiting = true;
        std::thread request([&] {
            clock.start();
            (void)editor.request("PUT", "/v1/trees/main/objects/a", body);
        });
        waitFor([&] { return !isWaiting.load(); });
        request.join();
        // A mirror takes more than 16 updates within 200 ms together: that is no latency.
        constexpr int inARow = 12;
        if (pauseTime == 0 && round % inARow != 0)
            continue;
        QEventLoop pause;
        QTimer::singleShot(pauseTime == 0 ? 260 : pauseTime + round % 7, &pause, &QEventLoop::quit);
        pause.exec();
    }
    return times.mid(times.size() - std::min<qsizetype>(times.size(), rounds)); // the first were the warm-up
}

} // namespace

bool measureLatency(const Settings &settings)
{
    printSection(
        u"From an edit to the row in another client"_s,
        u"From before the editor's request to the `dataChanged` of another client's model; both ends have "
        u"committed by "
        "then. The denominator is one synced commit of one row by plain SQLite and two bare round trips over "
        "loopback, each the median in this run; those follow each other without rest, and so do a dozen changes at a time but where said."_s);
    const int rounds = settings.quick ? 10 : 80 * settings.runs;
    BenchServer server(settings.server);
    if (!server.start() ||
        server.connect()->request("PUT", "/v1/trees/main/objects/a", "{\"id\":\"a\",\"n\":0}") != 201)
        return false;
    const QList<double> commits = measureCommits({server.path(u"commit.sqlite"_s)}, rounds);
    const QList<double> both =
        measureCommits({server.path(u"editor.sqlite"_s), server.path(u"mirror.sqlite"_s)}, rounds);
    if (commits.isEmpty() || both.isEmpty())
        return false;
    const double commit = percentile(commits, 50);
    const double roundTrip = measureRoundTrip(server.port(), rounds);
    const double denominator = commit + 2 * roundTrip;
    print({.name = u"one synced SQLite commit"_s, .value = commit, .unit = u"ms"_s});
    print({.name = u"one bare HTTP round trip"_s, .value = roundTrip, .unit = u"ms"_s});
    print({.name = u"two synced commits, one after the other, p50"_s,
           .value = percentile(both, 50),
           .unit = u"ms"_s,
           .note = u"a server's and a mirror's, if both were synced"_s,
           .denominator = denominator,
           .of = u"a commit and two round trips"_s});
    print({.name = u"two synced commits, one after the other, p99"_s,
           .value = percentile(both, 99),
           .unit = u"ms"_s});
    struct Way {
        QString name;
        MirrorConfig::Push push;
        int pause; ///< Milliseconds.
        double bar;
    };
    for (const Way &way :
         {Way{u"push with updates, a dozen without rest"_s, MirrorConfig::Push::Updates, 0, 1.5},
          Way{u"push with updates, each after 20 ms of rest"_s, MirrorConfig::Push::Updates, 20, 0},
          Way{u"push by signals, then a request, the same"_s, MirrorConfig::Push::Signals, 0, 0},
          Way{u"polling each 100 ms"_s, MirrorConfig::Push::Off, 20, 0}}) {
        const QList<double> times = measureChanges({.server = server.url(),
                                                    .tree = u"main"_s,
                                                    .directory = server.path(way.name),
                                                    .pollMilliseconds = 100,
                                                    .push = way.push},
                                                   server.port(), rounds, way.pause);
        if (times.size() < rounds)
            return false;
        print({.name = way.name + u", p50"_s,
               .value = percentile(times, 50),
               .unit = u"ms"_s,
               .denominator = denominator,
               .of = u"a commit and two round trips"_s,
               .bar = way.bar});
        print({.name = way.name + u", p99"_s,
               .value = percentile(times, 99),
               .unit = u"ms"_s,
               .bar = 2 * way.bar});
    }
    return true;
}

} // namespace GenMirror::Bench
