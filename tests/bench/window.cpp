// The real window over a real mirror of a real server: what a person waits for.
#include "app/genmirror/desktop.h"
#include "sync/cache/textindex.h"
#include "tests/bench/benchserver.h"
#include "tests/bench/figures.h"
#include "ui/objectspanel.h"
#include "ui/rowtable.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QTimer>

#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

constexpr int Patience = 120'000;

/// The longest time in which the event loop did nothing else: gaps between beats of a timer.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_longest = std::max(m_longest, double(m_clock.nsecsElapsed()) / 1e6);
            m_clock.restart();
        });
    }
    void start()
    {
        m_longest = 0;
        m_clock.start();
        m_timer.start();
    }
    double stop()
    {
        m_timer.stop();
        return m_longest;
    }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_longest = 0; // milliseconds
};

class WindowBench
{
public:
    explicit WindowBench(const Settings &settings)
        : m_settings(settings)
        , m_server(settings.server)
        , m_objects(settings.quick ? 20'000 : 1'000'000)
    {
    }

    bool run()
    {
        if (!m_server.start() || !m_server.fill(m_objects))
            return false;
        m_desktop = std::make_unique<Desktop>(m_server.path(u"mirrors"_s));
        m_desktop->window().resize(1280, 900);
        m_desktop->window().show();
        m_desktop->addMirror({.server = m_server.url(), .tree = u"main"_s});
        const bool isThere =
            waitFor([this] { return table().model()->rowCount() == m_objects && !model().isOrdering(); },
                    Patience * 5);
        return isThere && indexed() && measureScrolling() && measureFilter() && measureSort() &&
               measureUpdates() && measureStart();
    }

private:
    RowTable &table() { return *m_desktop->window().findChild<RowTable *>(); }
    ObjectTableModel &model() { return *qobject_cast<ObjectTableModel *>(table().model()); }
    QLineEdit &filter() { return *m_desktop->window().findChild<ObjectsPanel *>()->findChild<QLineEdit *>(); }
    /// The text index has come as far as the mirror; below its limit there is none.
    bool indexed()
    {
        if (m_objects < TextIndex::WorthIndexing)
            return true;
        const QDir mirrors(m_server.path(u"mirrors"_s));
        const QString folder =
            mirrors.filePath(mirrors.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < Patience * 5) {
            const auto reader = MirrorReader::open(folder, u"main"_s);
            if (!reader)
                return false;
            const ReadTransaction reading = (*reader)->readOneState();
            const auto found =
                TextIndex::candidates(**reader, folder, u"main"_s, model().set(), {u"zzzz"_s}, 100);
            if (found && *found) {
                print({.name = u"text index made in the background"_s,
                       .value = double(clock.elapsed()),
                       .unit = u"ms"_s,
                       .note = u"%1 MiB beside a mirror of %2 MiB"_s
                                   .arg(QFileInfo(folder + u"/main.genmirror.index"_s).size() >> 20)
                                   .arg(QFileInfo(folder + u"/main.genmirror"_s).size() >> 20)});
                return true;
            }
            waitFor([] { return false; }, 500);
        }
        return false;
    }
    bool settled()
    {
        return waitFor([this] { return !model().isOrdering(); }, Patience);
    }
    static bool report(const QString &name, const QList<double> &values, double bar)
    {
        if (values.isEmpty())
            return false;
        print({.name = name,
               .value = percentile(values, 50),
               .unit = u"ms"_s,
               .note = u"worst %1"_s.arg(percentile(values, 100), 0, 'f', 0),
               .bar = bar});
        return true;
    }

    bool measureScrolling()
    {
        QList<double> frames;
        QScrollBar *bar = table().verticalScrollBar();
        for (int i = 0; i < 300; ++i) {
            bar->setValue(int((qint64(i) * 7919 * 131) % std::max(1, bar->maximum())));
            QElapsedTimer clock;
            clock.start();
            table().viewport()->repaint();
            frames.append(double(clock.nsecsElapsed()) / 1e6);
        }
        print({.name = u"frame while jumping through %L1 rows, p99"_s.arg(m_objects),
               .value = percentile(frames, 99),
               .unit = u"ms"_s,
               .bar = 16});
        frames.clear();
        bar->setValue(0);
        for (int i = 0; i < 300; ++i) {
            bar->setValue(i * 3);
            QElapsedTimer clock;
            clock.start();
            table().viewport()->repaint();
            frames.append(double(clock.nsecsElapsed()) / 1e6);
        }
        print({.name = u"frame while scrolling, p99"_s,
               .value = percentile(frames, 99),
               .unit = u"ms"_s,
               .bar = 16});
        return true;
    }

    bool measureFilter()
    {
        const QList<std::pair<QString, QString>> filters{
            {u"many match"_s, u"g12"_s},
            {u"one in a hundred thousand"_s, u"\"object 77777\""_s},
            {u"none"_s, u"not-there-at-all"_s},
            {u"by attribute"_s, u"value>999900"_s}};
        for (const auto &[name, text] : filters) {
            QList<double> all;
            QList<double> blocks;
            const QList<double> first = repeated(m_settings, [&](int run) {
                Heartbeat beat;
                beat.start();
                QElapsedTimer clock;
                clock.start();
                double firstRows = -1;
                const auto seen = QObject::connect(
                    &model(), &ObjectTableModel::orderReplaced, &model(),
                    [&clock, &firstRows] { firstRows = double(clock.nsecsElapsed()) / 1e6; });
                filter().setText(text);
                if (!settled())
                    return -1.0;
                if (run > 0) {
                    all.append(double(clock.nsecsElapsed()) / 1e6);
                    blocks.append(beat.stop());
                }
                QObject::disconnect(seen);
                filter().clear();
                return settled() ? firstRows : -1;
            });
            if (!report(u"filter, %1: first rows"_s.arg(name), first, 150) ||
                !report(u"filter, %1: all rows"_s.arg(name), all, 0) ||
                !report(u"filter, %1: longest block"_s.arg(name), blocks, 16))
                return false;
        }
        return true;
    }

    bool measureSort()
    {
        for (const QString &attribute : {u"value"_s, u"name"_s}) {
            QList<double> blocks;
            const int column = int(model().attributes().indexOf(attribute)) + 1;
            const QList<double> times = repeated(m_settings, [&](int run) {
                Heartbeat beat;
                beat.start();
                QElapsedTimer clock;
                clock.start();
                table().sortByColumn(column, run % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
                if (!settled())
                    return -1.0;
                const double time = double(clock.nsecsElapsed()) / 1e6;
                if (run > 0)
                    blocks.append(beat.stop());
                return time;
            });
            if (!report(u"sort by %1"_s.arg(attribute), times, 1'500) ||
                !report(u"sort by %1: longest block"_s.arg(attribute), blocks, 16))
                return false;
        }
        table().horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        return settled();
    }

    bool measureUpdates()
    {
        const qint64 changes = std::min<qint64>(10'000, m_objects / 2);
        const QList<double> blocks = repeated(m_settings, [&](int run) {
            QList<qint64> ids;
            for (qint64 i = 0; i < changes; ++i)
                ids.append(i % 10 == 0 ? m_objects + run * changes + i : (i * 7919 + run) % m_objects);
            const int before = table().model()->rowCount();
            Heartbeat beat;
            beat.start();
            bool ok = false;
            std::thread writing([&] { ok = m_server.put(ids, run + 1); });
            const bool came =
                waitFor([&] { return table().model()->rowCount() >= before + changes / 10; }, Patience);
            waitFor([] { return false; }, 100); // what is still queued is painted
            const double longest = beat.stop();
            writing.join();
            return ok && came ? longest : -1;
        });
        if (!report(u"longest block while %L1 changes come into the set shown"_s.arg(changes), blocks, 8))
            return false;
        print({.name = u"memory of this process, the bench's own included"_s,
               .value = double(residentMemory(QCoreApplication::applicationPid())) / 1024,
               .unit = u"MiB"_s});
        return true;
    }

    bool measureStart()
    {
        m_desktop.reset();
        QList<double> memory;
        QList<double> own;
        const QList<double> times = repeated(m_settings, [&](int) {
            QProcess child;
            QElapsedTimer clock;
            clock.start();
            child.start(QCoreApplication::applicationFilePath(),
                        {u"--show"_s, m_server.path(u"mirrors"_s), m_server.url().toString()});
            if (!child.waitForReadyRead(Patience))
                return -1.0;
            const double time = double(clock.nsecsElapsed()) / 1e6;
            waitFor([] { return false; }, 3000); // all rows' numbers are loaded by then
            memory.append(double(residentMemory(child.processId())) / 1024);
            own.append(double(anonymousMemory(child.processId())) / 1024);
            child.kill();
            child.waitForFinished();
            return time;
        });
        print({.name = u"resident memory with the mirror shown"_s,
               .value = percentile(memory, 50),
               .unit = u"MiB"_s,
               .note = u"%1 of its own, the rest are pages of files"_s.arg(percentile(own, 50), 0, 'f', 0),
               .bar = 200});
        return report(u"start, until rows are painted"_s, times, 400);
    }

    const Settings &m_settings;
    BenchServer m_server;
    std::unique_ptr<Desktop> m_desktop;
    qint64 m_objects;
};

} // namespace

int showWindow(const QString &cache, const QUrl &server)
{
    Desktop desktop(cache);
    desktop.addMirror({.server = server, .tree = u"main"_s});
    desktop.restoreMirrors();
    desktop.window().show();
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &look, [&] {
        const auto *table = desktop.window().findChild<RowTable *>();
        if (table->model()->rowCount() == 0 || !desktop.window().isVisible())
            return;
        desktop.window().grab(); // painted
        std::printf("rows\n");
        std::fflush(stdout);
        look.stop();
    });
    look.start(1);
    return QApplication::exec();
}

bool measureWindow(const Settings &settings)
{
    printSection(
        u"The window"_s,
        u"The real window over its own mirror, painted by the raster engine (`QT_QPA_PLATFORM=offscreen`); a "
        u"block is "
        "the longest gap between the beats of a timer of 1 ms; a start is a process of its own. Server, "
        "mirror, index and window share the machine."_s);
    QSettings().clear();
    return WindowBench(settings).run();
}

} // namespace GenMirror::Bench
