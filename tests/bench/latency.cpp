// One change, from the editor's request to the changed row in the model of another client; both ends durable.
#include "app/genmirror/cacheview.h"
#include "model/items/objecttablemodel.h"
#include "sync/client/mirrorsession.h"
#include "sync/sql/sqldatabase.h"
#include "tests/bench/figures.h"
#include "tests/bench/rawclient.h"
#include "tests/support/serverprocess.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <thread>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

/// Milliseconds of one commit of one row, as both ends make it: WAL, synchronous=FULL.
double measureCommit(const QString &directory, int rounds)
{
    const auto database = SqlDatabase::open(directory + u"/commit.sqlite"_s, {.resources = u":/sql/cache"_s});
    if (!database)
        return 0;
    QList<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer clock;
        clock.start();
        (*database)->begin();
        (*database)
            ->statement(u"insert_object"_s)
            .bind(qint64(1))
            .bind(QByteArray::number(round))
            .bind(QByteArray(180, 'x'))
            .run();
        (void)(*database)->commit();
        times.append(double(clock.nsecsElapsed()) / 1e6);
    }
    return percentile(times, 50);
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

void waitFor(const std::function<bool()> &condition)
{
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < 30'000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
}

/// Milliseconds of each of `rounds` changes.
QList<double> measureChanges(const MirrorConfig &config, int port, int rounds)
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
    model.setSource(view, view->sets().first().key);

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
        QEventLoop pause; // changes come one by one, not in a burst
        QTimer::singleShot(20 + round % 7, &pause, &QEventLoop::quit);
        pause.exec();
    }
    return times.mid(times.size() - std::min<qsizetype>(times.size(), rounds)); // the first were the warm-up
}

} // namespace

bool measureLatency(const Settings &settings)
{
    const int rounds = settings.quick ? 10 : 400;
    QTemporaryDir directory;
    Test::ServerProcess server(settings.server);
    if (!server.start(directory.filePath(u"data"_s)))
        return false;
    const int port = server.url().port();
    {
        RawClient client(port);
        if (client.request("PUT", "/v1/trees/main") != 201 ||
            client.request("PUT", "/v1/trees/main/objects/a", "{\"id\":\"a\",\"n\":0}") != 201)
            return false;
    }
    const double commit = measureCommit(directory.path(), rounds);
    const double roundTrip = measureRoundTrip(port, rounds);
    const double bar = commit + 2 * roundTrip;
    print({u"one synced SQLite commit"_s, commit, u"ms"_s, u"median"_s});
    print({u"one bare loopback HTTP round trip"_s, roundTrip, u"ms"_s, u"median"_s});
    print({u"denominator: a commit and two round trips"_s, bar, u"ms"_s, {}});
    struct Way {
        QString name;
        MirrorConfig::Push push;
    };
    for (const Way &way : {Way{u"push with updates"_s, MirrorConfig::Push::Updates},
                           Way{u"push by signals"_s, MirrorConfig::Push::Signals},
                           Way{u"polling each 100 ms"_s, MirrorConfig::Push::Off}}) {
        const QList<double> times = measureChanges({.server = server.url(),
                                                    .tree = u"main"_s,
                                                    .directory = directory.filePath(way.name),
                                                    .pollMilliseconds = 100,
                                                    .push = way.push},
                                                   port, rounds);
        if (times.size() < rounds)
            return false;
        const double median = percentile(times, 50);
        print({u"edit to row, %1: p50"_s.arg(way.name), median, u"ms"_s,
               u"%1 × the denominator"_s.arg(median / bar, 0, 'f', 2)});
        print({u"edit to row, %1: p99"_s.arg(way.name), percentile(times, 99), u"ms"_s, {}});
    }
    return true;
}

} // namespace GenMirror::Bench
