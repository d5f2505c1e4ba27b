// genmirror_gui_bench: the real window over a real mirror of a real server: what a person waits for.
#include "app/genmirror/desktop.h"
#include "sync/cache/textindex.h"
#include "tests/bench/figures.h"
#include "tests/bench/rawclient.h"
#include "tests/support/serverprocess.h"
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
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>

using namespace GenMirror;
using namespace GenMirror::Bench;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Portion = 10'000; // objects in a batch
constexpr int Patience = 120'000;

QByteArray textOf(qint64 id, qint64 version)
{
    const QByteArray number = QByteArray::number(id);
    return QByteArray("{\"id\":" + number + ",\"name\":\"object " +
                      QByteArray::number((id * 7919) % 1'000'003) + "\",\"group\":\"g" +
                      QByteArray::number(id % 97) +
                      "\",\"value\":" + QByteArray::number((id * 104'729) % 999'983) +
                      ",\"version\":" + QByteArray::number(version) +
                      ",\"note\":\"some words that make an object about as long as usual, no more\"}");
}

bool put(RawClient &editor, const QList<qint64> &ids, qint64 version)
{
    QByteArray body = "{\"operations\":[";
    for (qsizetype i = 0; i < ids.size(); ++i)
        body += (i > 0 ? ",{\"op\":\"add\",\"object\":" : "{\"op\":\"add\",\"object\":") +
                textOf(ids[i], version) + '}';
    return editor.request("POST", "/v1/trees/main/batch", body + "]}") == 200;
}

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

/// The window of this process shows the mirror; says so when there are rows on the screen.
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

class GuiBench
{
public:
    GuiBench(QString serverProgram, qint64 objects, int runs)
        : m_process(std::move(serverProgram))
        , m_objects(objects)
        , m_runs(runs)
    {
    }

    bool run()
    {
        if (!m_process.start(m_directory.filePath(u"server"_s)))
            return false;
        m_editor = std::make_unique<RawClient>(m_process.url().port());
        if (m_editor->request("PUT", "/v1/trees/main", "{}") != 201)
            return false;
        for (qint64 from = 0; from < m_objects; from += Portion) {
            QList<qint64> ids;
            for (qint64 id = from; id < std::min(m_objects, from + Portion); ++id)
                ids.append(id);
            if (!put(*m_editor, ids, 0))
                return false;
        }
        m_desktop = std::make_unique<Desktop>(m_directory.filePath(u"mirrors"_s));
        m_desktop->window().resize(1280, 900);
        m_desktop->window().show();
        m_desktop->addMirror({.server = m_process.url(), .tree = u"main"_s});
        if (!QTest::qWaitFor(
                [this] { return table().model()->rowCount() == m_objects && !model().isOrdering(); },
                Patience * 5))
            return false;
        if (!indexed())
            return false;
        return measureScrolling() && measureFilter() && measureSort() && measureUpdates() && measureStart();
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
        const QDir mirrors(m_directory.filePath(u"mirrors"_s));
        const QString folder =
            mirrors.filePath(mirrors.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < Patience * 5) {
            const auto reader = MirrorReader::open(folder, u"main"_s);
            if (!reader)
                return false;
            (*reader)->beginRead();
            const auto found =
                TextIndex::candidates(**reader, folder, u"main"_s, model().set(), {u"zzzz"_s}, 100);
            (*reader)->endRead();
            if (found) {
                print({.name = u"GUI: text index made in the background"_s,
                       .value = double(clock.elapsed()),
                       .unit = u"ms"_s,
                       .note = u"%1 MiB beside a mirror of %2 MiB"_s
                                   .arg(QFileInfo(folder + u"/main.genmirror.index"_s).size() >> 20)
                                   .arg(QFileInfo(folder + u"/main.genmirror"_s).size() >> 20)});
                return true;
            }
            QTest::qWait(500);
        }
        return false;
    }
    bool settled()
    {
        return QTest::qWaitFor([this] { return !model().isOrdering(); }, Patience);
    }
    void report(const QString &name, QList<double> values, const QString &bar)
    {
        print({.name = name,
               .value = percentile(values, 50),
               .unit = u"ms"_s,
               .note = u"worst %1; bar %2"_s.arg(QString::number(*std::ranges::max_element(values), 'f', 1),
                                                 bar)});
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
        print({.name = u"GUI: frame while jumping through %1 rows, p99"_s.arg(m_objects),
               .value = percentile(frames, 99),
               .unit = u"ms"_s,
               .note = u"bar 16 ms"_s});
        frames.clear();
        bar->setValue(0);
        for (int i = 0; i < 300; ++i) {
            bar->setValue(i * 3);
            QElapsedTimer clock;
            clock.start();
            table().viewport()->repaint();
            frames.append(double(clock.nsecsElapsed()) / 1e6);
        }
        print({.name = u"GUI: frame while scrolling, p99"_s,
               .value = percentile(frames, 99),
               .unit = u"ms"_s,
               .note = u"bar 16 ms"_s});
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
            QList<double> first;
            QList<double> all;
            QList<double> blocks;
            for (int i = 0; i < m_runs; ++i) {
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
                    return false;
                all.append(double(clock.nsecsElapsed()) / 1e6);
                first.append(firstRows);
                blocks.append(beat.stop());
                QObject::disconnect(seen);
                filter().clear();
                if (!settled())
                    return false;
            }
            report(u"GUI: filter, %1: first rows"_s.arg(name), first, u"150 ms"_s);
            report(u"GUI: filter, %1: all"_s.arg(name), all, u"none"_s);
            report(u"GUI: filter, %1: longest block"_s.arg(name), blocks, u"16 ms"_s);
        }
        return true;
    }

    bool measureSort()
    {
        for (const QString &attribute : {u"value"_s, u"name"_s}) {
            QList<double> times;
            QList<double> blocks;
            const int column = int(model().attributes().indexOf(attribute)) + 1;
            for (int i = 0; i < m_runs; ++i) {
                Heartbeat beat;
                beat.start();
                QElapsedTimer clock;
                clock.start();
                table().sortByColumn(column, i % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
                if (!settled())
                    return false;
                times.append(double(clock.nsecsElapsed()) / 1e6);
                blocks.append(beat.stop());
            }
            report(u"GUI: sort by %1"_s.arg(attribute), times, u"1500 ms"_s);
            report(u"GUI: sort by %1: longest block"_s.arg(attribute), blocks, u"16 ms"_s);
        }
        table().horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        return settled();
    }

    bool measureUpdates()
    {
        m_editor = std::make_unique<RawClient>(m_process.url().port()); // the other one idled too long
        QList<double> blocks;
        const qint64 changes = std::min<qint64>(10'000, m_objects / 2);
        for (int run = 0; run < m_runs; ++run) {
            QList<qint64> ids;
            for (qint64 i = 0; i < changes; ++i)
                ids.append(i % 10 == 0 ? m_objects + run * changes + i : (i * 7919 + run) % m_objects);
            const int before = table().model()->rowCount();
            Heartbeat beat;
            beat.start();
            bool ok = false;
            std::thread writing([&] { ok = put(*m_editor, ids, run + 1); });
            const bool came = QTest::qWaitFor(
                [&] { return table().model()->rowCount() >= before + changes / 10; }, Patience);
            QTest::qWait(100); // what is still queued is painted
            blocks.append(beat.stop());
            writing.join();
            if (!ok || !came)
                return false;
        }
        report(u"GUI: longest block while %1 changes come into the set shown"_s.arg(changes), blocks,
               u"8 ms"_s);
        print({.name = u"GUI: memory of this process, the bench's own included"_s,
               .value = double(residentMemory(QCoreApplication::applicationPid())) / 1024,
               .unit = u"MiB"_s,
               .note = {}});
        return true;
    }

    bool measureStart()
    {
        m_desktop.reset();
        QList<double> times;
        QList<double> memory;
        for (int run = 0; run < m_runs; ++run) {
            QProcess child;
            QElapsedTimer clock;
            clock.start();
            child.start(QCoreApplication::applicationFilePath(),
                        {u"--show"_s, m_directory.filePath(u"mirrors"_s), m_process.url().toString()});
            if (!child.waitForReadyRead(Patience))
                return false;
            times.append(double(clock.nsecsElapsed()) / 1e6);
            QTest::qWait(3000); // all rows' numbers are loaded by then
            memory.append(double(residentMemory(child.processId())) / 1024);
            child.kill();
            child.waitForFinished();
        }
        report(u"GUI: start, until rows are painted"_s, times, u"400 ms"_s);
        print({.name = u"GUI: resident memory with the mirror shown"_s,
               .value = percentile(memory, 50),
               .unit = u"MiB"_s,
               .note = u"bar 200 MiB"_s});
        return true;
    }

    QTemporaryDir m_directory;
    Test::ServerProcess m_process;
    std::unique_ptr<RawClient> m_editor;
    std::unique_ptr<Desktop> m_desktop;
    qint64 m_objects;
    int m_runs;
};

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("GENMIRRORD_REQUESTS_PER_SECOND", "0");
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"genmirror-bench"_s);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == "--show"_L1)
        return showWindow(arguments[2], QUrl(arguments[3]));
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: genmirror_gui_bench GENMIRRORD [--quick] [--json]\n");
        return 2;
    }
    QSettings().clear();
    const bool quick = arguments.contains(u"--quick"_s);
    GuiBench bench(arguments[1], quick ? 20'000 : 1'000'000, quick ? 1 : 5);
    const bool ok = bench.run();
    if (arguments.contains(u"--json"_s))
        std::printf("%s", figuresAsJson().constData());
    if (!ok)
        std::fprintf(stderr, "genmirror_gui_bench: a measurement did not come to its end\n");
    return ok ? 0 : 1;
}
