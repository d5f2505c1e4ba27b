// When the wall clock may be used to tell how old something is. Each row is the life of one history: what
// happens to the clock, to its process and to its records, and whether ages are known in the end.
#include "model/core/pruningclock.h"
#include "tests/support/settableclock.h"

#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr auto Minute = std::chrono::minutes(1);
constexpr auto Hour = std::chrono::hours(1);
constexpr auto Day = std::chrono::hours(24);

/// A history with its clock.
class Life
{
public:
    Life() { start(); }

    /// A process begins with the records that there are, the newest first.
    void start()
    {
        auto next = m_records.crbegin();
        m_pruning.emplace(clock.now(), [&]() -> Result<std::optional<QDateTime>> {
            return next == m_records.crend() ? std::nullopt : std::optional(*next++);
        });
    }
    void record() { m_records.append(clock.now().wall); }
    /// Records, one every ten minutes.
    void work(std::chrono::milliseconds time)
    {
        for (auto passed = 0 * Minute; passed < time; passed += 10 * Minute) {
            record();
            clock.pass(10 * Minute);
            isTrusted();
        }
    }
    bool isTrusted() { return m_pruning->isTrusted(clock.now()); }
    PruningClock &pruning() { return *m_pruning; }

    SettableClock clock;

private:
    QList<QDateTime> m_records;
    std::optional<PruningClock> m_pruning;
};

using Story = std::function<void(Life &)>;

} // namespace

Q_DECLARE_METATYPE(Story)

class PruningClockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agesAreKnown_data()
    {
        QTest::addColumn<Story>("story");
        QTest::addColumn<bool>("known");
        const auto row = [](const char *name, bool known, const Story &story) {
            QTest::newRow(name) << story << known;
        };

        row("a new history", true, [](Life &) {});
        row("steady work", true, [](Life &life) { life.work(3 * Day); });
        row("a pause of weeks in one process", true, [](Life &life) {
            life.work(Day);
            life.clock.pass(21 * Day);
        });
        row("steady work, and a restart", true, [](Life &life) {
            life.work(Day);
            life.start();
        });
        row("off for 20 hours", true, [](Life &life) {
            life.work(Day);
            life.clock.pass(20 * Hour);
            life.start();
        });
        row("off for three weeks", false, [](Life &life) {
            life.work(Day);
            life.clock.pass(21 * Day);
            life.start();
        });
        row("off for three weeks, then on for less than an hour", false, [](Life &life) {
            life.work(Day);
            life.clock.pass(21 * Day);
            life.start();
            life.work(50 * Minute);
        });
        row("off for three weeks, then on for an hour", true, [](Life &life) {
            life.work(Day);
            life.clock.pass(21 * Day);
            life.start();
            life.clock.pass(Hour);
        });
        row("off for three weeks, then an hour's records, and a restart", true, [](Life &life) {
            life.work(Day);
            life.clock.pass(21 * Day);
            life.start();
            life.work(Hour);
            life.start();
        });
        row("off for three weeks, then a few records, and a restart", false, [](Life &life) {
            life.work(Day);
            life.clock.pass(21 * Day);
            life.start();
            life.work(30 * Minute);
            life.start();
        });
        row("asleep for three weeks", false, [](Life &life) {
            life.work(Day);
            life.clock.set(21 * Day); // the steady clock sleeps, too
        });
        row("asleep for three weeks, then an hour", true, [](Life &life) {
            life.work(Day);
            life.clock.set(21 * Day);
            life.work(Hour + 10 * Minute);
        });
        row("200 days ahead", false, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
        });
        row("200 days ahead, and records go on", false, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
            life.work(50 * Minute);
        });
        row("200 days ahead, records, and a restart", false, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
            life.work(50 * Minute);
            life.start();
        });
        row("200 days ahead while it was off", false, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
            life.start();
        });
        row("200 days ahead, and set right", false, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
            life.work(30 * Minute);
            life.clock.set(-200 * Day);
        });
        row("200 days ahead, set right, and an hour", true, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
            life.work(30 * Minute);
            life.clock.set(-200 * Day);
            life.work(Hour + 10 * Minute);
        });
        row("200 days ahead, set right, and a restart", false, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
            life.work(30 * Minute);
            life.clock.set(-200 * Day);
            life.start();
        });
        row("200 days ahead and set right unseen", true, [](Life &life) {
            life.work(Day);
            life.clock.set(200 * Day);
            life.clock.set(-200 * Day);
        });
        row("the year 1970", false, [](Life &life) {
            life.work(Day);
            life.clock.set(QDateTime::fromSecsSinceEpoch(60, Qt::UTC));
            life.start();
        });
        row("the year 1970 with records, then set right", false, [](Life &life) {
            life.work(Day);
            const QDateTime right = life.clock.now().wall;
            life.clock.set(QDateTime::fromSecsSinceEpoch(60, Qt::UTC));
            life.start();
            life.work(2 * Hour);
            life.clock.set(right);
        });
        row("the year 1970 with records, then set right for an hour", true, [](Life &life) {
            life.work(Day);
            const QDateTime right = life.clock.now().wall;
            life.clock.set(QDateTime::fromSecsSinceEpoch(60, Qt::UTC));
            life.start();
            life.work(2 * Hour);
            life.clock.set(right);
            life.work(Hour + 10 * Minute);
        });
        row("ahead, back, and ahead again", false, [](Life &life) {
            life.work(Day);
            for (const auto jump : {200 * Day, -400 * Day, 200 * Day}) {
                life.clock.set(jump);
                life.work(30 * Minute);
            }
        });
        row("an hour of summer time", true, [](Life &life) {
            life.work(Day);
            life.clock.set(Hour);
        });
        row("the server says the same", true, [](Life &life) {
            life.work(Day);
            life.pruning().compare(-20 * Hour);
        });
        row("the server says another day", false, [](Life &life) {
            life.work(Day);
            life.pruning().compare(-25 * Hour);
            life.work(2 * Hour); // and goes on to say so
        });
        row("the server says another day, then the same", true, [](Life &life) {
            life.work(Day);
            life.pruning().compare(-200 * Day);
            life.pruning().compare(0 * Day);
        });
    }
    void agesAreKnown()
    {
        QFETCH(const Story, story);
        Life life;
        story(life);
        QTEST(life.isTrusted(), "known");
    }

    void recordsThatCannotBeReadConfirmNothing()
    {
        SettableClock clock;
        PruningClock pruning(clock.now(), [] { return failure(Error::Kind::Storage, u"disk I/O error"_s); });
        QVERIFY(!pruning.isTrusted(clock.now()));
        clock.pass(Hour);
        QVERIFY(pruning.isTrusted(clock.now()));
    }
};

QTEST_GUILESS_MAIN(PruningClockTest)
#include "pruningclock_test.moc"
