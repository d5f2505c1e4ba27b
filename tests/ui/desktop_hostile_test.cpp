// A server that does everything wrong: the window believes nothing of it, stays alive, and takes little
// memory.
#include "model/core/jsontext.h"
#include "tests/support/hostileserver.h"
#include "tests/ui/desktopfixture.h"
#include "ui/problemline.h"
#include "ui/start/connectcard.h"
#include "ui/start/startpage.h"

#include <QAbstractItemView>
#include <QFile>
#include <QHelpEvent>
#include <QLineEdit>
#include <QTabWidget>
#include <QTextDocument>
#include <QTimer>
#include <QToolTip>
#include <QTreeView>

#include <ctime>
#include <zlib.h>

using namespace GenMirror;
using namespace GenMirror::Test;

namespace
{

using Answers = HostileServer::Answers;

constexpr int Patience = 60'000;                      // milliseconds
constexpr qint64 Plenty = 32 * 1024 * 1024;           // bytes, of what does not end
constexpr qint64 MostMemory = 200LL * 1024 * 1024;    // bytes more than before
constexpr std::chrono::milliseconds LongestTurn(100); // of the event loop, in time of the processor
const QByteArray Collection(32, 'c');
const QByteArray NoDigest(64, '0'); // of a tree without members

QByteArray headOf(const QByteArray &type, const QByteArray &more = {})
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + more + "Connection: close\r\n\r\n";
}
QByteArray updateHead(const QByteArray &more = {})
{
    return headOf("application/vnd.genmirror+json", more);
}
QByteArray update(qint64 generation, const QByteArray &more = {}, const QByteArray &collection = Collection)
{
    return R"({"tree":"main","collection":")" + collection + R"(","generation":)" +
           QByteArray::number(generation) + R"(,"key":{"attribute":"id"})" + more + '}';
}
bool asksForEvents(const QByteArray &head)
{
    return head.contains("Accept: text/event-stream");
}

/// The same to every request, whatever it is.
Answers always(const HostileAnswer &answer)
{
    return [answer](const QByteArray &) { return answer; };
}
/// An update that does not end: `first`, and then `more` again and again.
Answers endless(const QByteArray &first, const QByteArray &more, const QByteArray &head = updateHead())
{
    return always({.first = head + first, .more = [more] { return more; }});
}

/// Blanks without end, compressed.
std::function<QByteArray()> packedBlanks()
{
    const auto stream = std::shared_ptr<z_stream>(new z_stream{}, [](z_stream *used) {
        deflateEnd(used);
        delete used;
    });
    deflateInit2(stream.get(), Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    return [stream, blanks = QByteArray(16 * 1024 * 1024, ' ')]() mutable {
        QByteArray packed(1024 * 1024, Qt::Uninitialized);
        stream->next_in = reinterpret_cast<Bytef *>(blanks.data());
        stream->avail_in = uInt(blanks.size());
        stream->next_out = reinterpret_cast<Bytef *>(packed.data());
        stream->avail_out = uInt(packed.size());
        deflate(stream.get(), Z_SYNC_FLUSH);
        return packed.first(packed.size() - qsizetype(stream->avail_out));
    };
}

/// A good server, but for its events: as many as it can, each of another generation.
Answers floodOfEvents(const QByteArray &lines)
{
    const auto generation = std::make_shared<std::atomic<qint64>>(1);
    return [generation, lines](const QByteArray &head) -> HostileAnswer {
        if (asksForEvents(head))
            return {.first = headOf("text/event-stream"), .more = [generation, lines] {
                        QByteArray events;
                        while (events.size() < 65536)
                            events += QByteArray(lines).replace("%1", QByteArray::number(++*generation));
                        return events;
                    }};
        return {.first = updateHead() + update(*generation, ",\"digest\":\"" + NoDigest + '"')};
    };
}

/// Something else each time.
Answers changingItsMind()
{
    const auto times = std::make_shared<std::atomic<int>>(0);
    return [times](const QByteArray &head) -> HostileAnswer {
        const QByteArray collection = QByteArray::number(++*times).rightJustified(32, '0');
        if (asksForEvents(head))
            return {.first = headOf("text/event-stream"), .more = {}, .staysOpen = true};
        return {.first = updateHead() + update(times->load() % 7 + 1,
                                               ",\"reset\":true,\"contents\":[{\"id\":1}],\"digest\":\"" +
                                                   QByteArray(64, '1') + '"',
                                               collection)};
    };
}

qint64 memoryOf(QByteArrayView name)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf(name);
    return text.mid(at + name.size() + 1, 20).trimmed().split(' ').first().toLongLong() * 1024;
}

std::chrono::nanoseconds processorTime()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

/// Beats each millisecond, and remembers the longest that this thread worked between two beats. Of the
/// processor's time: how busy the machine is does not count, how long the window is held up does.
class Beat
{
public:
    Beat()
    {
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            const auto now = processorTime();
            m_longest = std::max(m_longest, now - m_last);
            m_last = now;
            ++m_count;
        });
        m_timer.start(1);
    }
    [[nodiscard]] std::chrono::milliseconds longest() const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(m_longest);
    }
    [[nodiscard]] int count() const { return m_count; }

private:
    QTimer m_timer;
    std::chrono::nanoseconds m_last = processorTime();
    std::chrono::nanoseconds m_longest{0};
    int m_count = 0;
};

} // namespace

Q_DECLARE_METATYPE(GenMirror::Test::HostileServer::Answers)

class DesktopHostileTest : public DesktopFixture
{
    Q_OBJECT

    /// Rests the mouse on each cell and label that can be seen; how many told something.
    int hoverEverything(const QString &text)
    {
        int told = 0;
        const auto look = [&](QWidget &widget, QPoint place) {
            QToolTip::hideText();
            QHelpEvent help(QEvent::ToolTip, place, widget.mapToGlobal(place));
            QCoreApplication::sendEvent(&widget, &help);
            told += int(QToolTip::isVisible());
            check(QToolTip::text(), text);
        };
        const QList<QAbstractItemView *> views = window().findChildren<QAbstractItemView *>();
        for (QAbstractItemView *view : views) {
            if (!view->isVisible() || !view->model())
                continue;
            for (int y = 2; y < view->viewport()->height(); y += 12)
                for (int x = 4; x < view->viewport()->width(); x += 60)
                    if (view->indexAt({x, y}).isValid())
                        look(*view->viewport(), {x, y});
        }
        const QWidgetList widgets = window().findChildren<QWidget *>();
        for (QWidget *widget : widgets) {
            if (!widget->isVisible() || widget->size().isEmpty())
                continue;
            if (const auto *label = qobject_cast<QLabel *>(widget); label && !widget->inherits("QTipLabel"))
                checkLabel(*label, text);
            if (!qobject_cast<QAbstractItemView *>(widget->parentWidget()))
                look(*widget, widget->rect().center());
        }
        return told;
    }
    static void checkLabel(const QLabel &label, const QString &text)
    {
        QVERIFY(label.textFormat() != Qt::AutoText || label.text().isEmpty());
        if (label.textFormat() == Qt::RichText)
            check(label.text(), text);
        QVERIFY2(!label.text().contains(QChar(0x202e)), qPrintable(label.text()));
    }
    /// What Qt may take for markup holds none of the text's, and nothing that turns the rest around.
    static void check(const QString &shown, const QString &text)
    {
        QVERIFY2(!Qt::mightBeRichText(shown) || !shown.contains(text.first(4)), qPrintable(shown));
        QVERIFY2(!shown.contains(QChar(0x202e)) && !shown.contains(QChar(0x7)), qPrintable(shown));
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        startDesktop();
    }
    void cleanup() { m_desktop.reset(); }

    /// Markup that loads something, and characters that turn other text around: wherever an editor can put
    /// them, whatever the mouse rests on.
    void textIsTextInEveryView()
    {
        const QString text = u"<img src=\"/proc/self/fd/0\"><b>x</b>\u202e\u2066\u0007"_s;
        const auto quoted = QString::fromUtf8(jsonString(text)).toUtf8();
        TestServer server;
        RawHttp editor(server.port());
        QCOMPARE(editor.request("PUT", "/v1/trees/main").status, 201);
        const auto batch = [&](const QByteArray &operations) {
            QCOMPARE(editor.request("POST", "/v1/trees/main/batch", R"({"operations":[)" + operations + "]}")
                         .status,
                     200);
        };
        const QByteArray inSet = R"("set":[)" + quoted + "]";
        batch(R"({"op":"create-set",)" + inSet + "}");
        for (const QByteArray &value : {QByteArray("1"), quoted})
            for (const QByteArray &set : {QByteArray(R"("set":[])"), inSet})
                batch(R"({"op":"add",)" + set + R"(,"object":{"id":)" + quoted.chopped(1) + "2\"," + quoted +
                      ':' + value + "}}");
        m_desktop->addMirror(
            {.server = QUrl(u"http://127.0.0.1:%1"_s.arg(server.port())), .tree = u"main"_s});
        QTRY_VERIFY(status().contains("Live"_L1));
        QTRY_VERIFY(table().model()->rowCount() > 0);
        click(table(), 0);
        const QList<QDockWidget *> docks = window().findChildren<QDockWidget *>();
        for (QDockWidget *dock : docks)
            dock->show();
        int hovered = 0;
        const auto lookAround = [&] {
            const QList<QTabWidget *> pages = window().findChildren<QTabWidget *>();
            for (QTabWidget *tabs : pages)
                for (int i = 0; i < tabs->count(); ++i) {
                    tabs->setCurrentIndex(i);
                    QCoreApplication::processEvents();
                    hovered += hoverEverything(text);
                }
            hovered += hoverEverything(text);
        };
        lookAround();
        // And in the nested set, whose name it is.
        for (QTreeView *tree : window().findChildren<QTreeView *>())
            tree->expandAll();
        lookAround();
        QVERIFY2(hovered > 20, qPrintable(QString::number(hovered)));
    }

    void theWindowLivesOn_data()
    {
        QTest::addColumn<Answers>("answers");
        QTest::addColumn<QString>("says"); ///< In the state of the mirror; empty: anything.
        const QByteArray page = "<!DOCTYPE html><title>Welcome to the hotel</title>";
        QTest::newRow("a login page")
            << always({.first = headOf("text/html") + page}) << u"but not as a GenMirror"_s;
        QTest::newRow("a login page that calls itself an update")
            << always({.first = updateHead() + page}) << u"not valid JSON"_s;
        QTest::newRow("nothing") << always({.first = {}}) << u"cannot be reached"_s;
        QTest::newRow("silence") << always({.first = {}, .staysOpen = true}) << QString();
        QTest::newRow("objects without end") << endless(update(1).chopped(1) + ",\"adds\":[{\"id\":1}",
                                                        QByteArray(",{\"id\":1}").repeated(6000))
                                             << QString();
        QTest::newRow("a text without end")
            << endless("{\"tree\":\"", QByteArray(65536, 'x')) << u"longer than"_s;
        QTest::newRow("blanks without end") << endless("{", QByteArray(65536, ' ')) << u"longer than"_s;
        QTest::newRow("nesting without end")
            << endless("{\"x\":", QByteArray(65536, '[')) << u"nested deeper"_s;
        QTest::newRow("blanks without end, compressed")
            << always({.first = updateHead("Content-Encoding: gzip\r\n"), .more = packedBlanks()})
            << QString();
        QTest::newRow("a header without end")
            << endless({}, QByteArray("X-More: of it\r\n").repeated(4000), "HTTP/1.1 200 OK\r\n")
            << QString();
        QTest::newRow("a line of a header without end")
            << endless("X-More: ", QByteArray(65536, 'x'), "HTTP/1.1 200 OK\r\n") << QString();
        QTest::newRow("100 Continue without end")
            << endless({}, QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(2000), {}) << QString();
        QTest::newRow("a redirect to itself")
            << always({.first = "HTTP/1.1 302 Found\r\nLocation: /v1/trees/main/updates\r\nContent-Length: "
                                "0\r\n\r\n",
                       .staysOpen = true})
            << u"sends us elsewhere"_s;
        QTest::newRow("a problem without end")
            << endless("{\"detail\":\"", QByteArray(65536, 'x'),
                       "HTTP/1.1 500 No\r\nContent-Type: application/problem+json\r\n\r\n")
            << QString();
        QTest::newRow("a negative length")
            << always({.first = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.genmirror+json\r\n"
                                "Content-Length: -5\r\n\r\n" +
                                update(1)})
            << QString();
        QTest::newRow("a byte now and then")
            << always({.first = updateHead() + '{', .more = [] { return " "_ba; }, .millisecondsBetween = 20})
            << QString();
        QTest::newRow("events: a flood of signals")
            << floodOfEvents("event: generation\nid: main." + Collection + ".%1." + NoDigest + "\ndata: \n\n")
            << QString();
        QTest::newRow("events: a flood of unknown ones")
            << floodOfEvents("event: of-a-later-version\nid: %1\ndata: {}\n\n") << QString();
        QTest::newRow("events: an id without end")
            << floodOfEvents("id: %1" + QByteArray(65536, 'x')) << QString();
        QTest::newRow("something else each time") << changingItsMind() << QString();
    }
    void theWindowLivesOn()
    {
        QFETCH(Answers, answers);
        QFETCH(QString, says);
        if (QFile refs(u"/proc/self/clear_refs"_s); refs.open(QIODevice::WriteOnly))
            refs.write("5"); // the peak begins anew
        const qint64 before = memoryOf("VmRSS");
        HostileServer server(std::move(answers));
        Beat beat;
        m_desktop->addMirror({.server = server.url(), .tree = u"main"_s});
        // Whatever happens: either it is said what is wrong, or the server has sent a lot, in much time.
        const auto isEnough = [&] {
            return says.isEmpty()
                       ? server.bytesSent() > Plenty || (server.requests() > 0 && beat.count() > 800) ||
                             status().contains("Offline"_L1)
                       : status().contains(says);
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isEnough(), qPrintable(status()), Patience);
        const bool mayBeLive =
            QByteArrayView(QTest::currentDataTag()).startsWith("events"); // all else is right
        const bool claims = status().contains(u"verified ✓"_s) && !mayBeLive;
        QVERIFY2(!claims, qPrintable(status()));
        QTRY_VERIFY(beat.count() > 5); // it goes on
        QVERIFY2(beat.longest() < LongestTurn, qPrintable(u"%1 ms"_s.arg(beat.longest().count())));
        // The table can be used all the while.
        QTest::keyClick(&table(), Qt::Key_Down);
        qInfo("%lld MiB sent, %d requests, the longest turn %lld ms, %lld MiB more memory",
              static_cast<long long>(server.bytesSent() >> 20), server.requests(),
              static_cast<long long>(beat.longest().count()),
              static_cast<long long>((memoryOf("VmHWM") - before) >> 20));
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(memoryOf("VmHWM") - before < MostMemory,
                 qPrintable(u"%1 MiB"_s.arg((memoryOf("VmHWM") - before) >> 20)));
#endif
    }

    void whatTreesThereAreIsNotBelieved_data()
    {
        theWindowLivesOn_data();
    }
    void whatTreesThereAreIsNotBelieved()
    {
        QFETCH(Answers, answers);
        const qint64 before = memoryOf("VmRSS");
        HostileServer server(std::move(answers));
        actionNamed(window(), u"Add server…"_s)->trigger();
        ConnectCard &card = window().startPage().connectCard();
        Beat beat;
        card.suggest(server.url().toString(), {});
        const auto *label = card.findChild<ProblemLine *>()->findChild<QLabel *>();
        const auto *trees = card.findChild<QTreeView *>();
        const auto isEnough = [&] {
            return !label->text().isEmpty() || trees->model()->rowCount() > 0 ||
                   server.bytesSent() > Plenty || (server.requests() > 0 && beat.count() > 800);
        };
        QTRY_VERIFY_WITH_TIMEOUT(isEnough(), Patience);
        QCOMPARE(trees->model()->rowCount(), 0);
        QVERIFY2(!label->text().contains(u"no trees"_s), qPrintable(label->text()));
        QVERIFY2(beat.longest() < LongestTurn, qPrintable(u"%1 ms"_s.arg(beat.longest().count())));
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(memoryOf("VmHWM") - before < MostMemory,
                 qPrintable(u"%1 MiB"_s.arg((memoryOf("VmHWM") - before) >> 20)));
#endif
    }
};

QTEST_MAIN(DesktopHostileTest)
#include "desktop_hostile_test.moc"
