// An axis of time: its ticks follow the span, and stand where the calendar has them.
#include "ui/timescale.h"

#include <QDateTime>
#include <QTest>

using namespace GenMirror;
using namespace Qt::StringLiterals;

class TimeScaleTest : public QObject
{
    Q_OBJECT

    static qint64 at(const QString &text)
    {
        return QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch();
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "Europe/Berlin"); // the clocks change on the last Sundays of March and October
    }

    void ticksFollowTheSpan_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::newRow("seconds") << u"2026-08-10T10:00:07"_s << u"2026-08-10T10:01:07"_s << u"10:00:10"_s
                                 << u"10:00:15"_s;
        QTest::newRow("minutes") << u"2026-08-10T10:00:07"_s << u"2026-08-10T10:50:00"_s << u"10:05"_s
                                 << u"10:10"_s;
        QTest::newRow("hours") << u"2026-08-09T20:10:00"_s << u"2026-08-10T20:10:00"_s << u"21:00"_s
                               << u"10 Aug"_s;
        QTest::newRow("days") << u"2026-07-31T12:00:00"_s << u"2026-08-12T12:00:00"_s << u"1 Aug"_s << u"2"_s;
        QTest::newRow("Mondays") << u"2026-08-02T12:00:00"_s << u"2026-08-12T12:00:00"_s << u"Mon 3"_s
                                 << u"4"_s;
        QTest::newRow("weeks") << u"2026-07-01T12:00:00"_s << u"2026-09-12T12:00:00"_s << u"6 Jul"_s
                               << u"13 Jul"_s;
        QTest::newRow("months") << u"2025-11-20T12:00:00"_s << u"2026-10-12T12:00:00"_s << u"Dec"_s
                                << u"2026"_s;
        QTest::newRow("years") << u"2014-11-20T12:00:00"_s << u"2026-10-12T12:00:00"_s << u"2015"_s
                               << u"2016"_s;
        QTest::newRow("spring") << u"2026-03-28T20:00:00"_s << u"2026-03-30T12:00:00"_s << u"29 Mar"_s
                                << u"06:00"_s;
    }
    void ticksFollowTheSpan()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        constexpr int width = 80;
        const TimeScale scale(at(from), at(to), 10, 1010);
        const auto ticks = scale.ticks(width, QLocale(QLocale::English, QLocale::UnitedKingdom));
        QVERIFY(ticks.size() >= 4 && ticks.size() <= 13);
        QTEST(ticks[0].text, "first");
        QTEST(ticks[1].text, "second");
        for (qsizetype i = 0; i < ticks.size(); ++i) {
            QVERIFY(ticks[i].at >= scale.from() && ticks[i].at <= scale.to());
            QVERIFY(i == 0 || scale.x(ticks[i].at) - scale.x(ticks[i - 1].at) > width * 0.4);
            const QDateTime time = QDateTime::fromMSecsSinceEpoch(ticks[i].at);
            const bool isWholeDay = scale.to() - scale.from() > qint64(5) * 86'400'000;
            QVERIFY(!isWholeDay || time.time() == QTime(0, 0)); // also after the clocks changed
        }
    }

    void aPlaceIsATimeAndBack()
    {
        const TimeScale scale(1'000'000, 2'000'000, 14, 614);
        QCOMPARE(scale.x(1'000'000), 14.0);
        QCOMPARE(scale.x(2'000'000), 614.0);
        QCOMPARE(scale.at(314), 1'500'000);
        QCOMPARE(TimeScale(5, 5, 3, 3).x(5), 3.0); // nothing is divided by nothing
    }
};

QTEST_GUILESS_MAIN(TimeScaleTest)
#include "timescale_test.moc"
