// The axis of time by hand: zoomed, scrolled, travelled, a range of it compared; and the versions beside it.
#include "tests/ui/historyfixture.h"
#include "ui/differencespage.h"
#include "ui/theme/theme.h"
#include "ui/timeline.h"
#include "ui/versionstrip.h"

#include <QListWidget>
#include <QSignalSpy>
#include <QTabWidget>
#include <QToolButton>
#include <QWheelEvent>

using namespace GenMirror;
using namespace GenMirror::Test;

class DesktopTimelineTest : public HistoryFixture
{
    Q_OBJECT

    Timeline &timeline() { return *historyPanel().findChild<Timeline *>(); }
    DifferencesPage &page() { return *window().findChild<DifferencesPage *>(); }
    VersionStrip &strip() { return *inspector().findChild<VersionStrip *>(); }
    QListWidget &versions() { return *inspector().findChild<QListWidget *>(); }
    HistoryModel &model() { return *qobject_cast<HistoryModel *>(history().model()); }
    qint64 newest() { return model().kept().newest; }
    qint64 length() { return timeline().scale().to() - timeline().scale().from(); }
    int middle() { return timeline().height() / 2; }
    void wheel(int x, int delta, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent turned(QPointF(x, middle()), timeline().mapToGlobal(QPointF(x, middle())), {}, {0, delta},
                           Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&timeline(), &turned);
    }
    void pressNamed(const QString &name)
    {
        const QList<QToolButton *> buttons = historyPanel().findChildren<QToolButton *>();
        const auto found = std::ranges::find(buttons, name, &QToolButton::accessibleName);
        QVERIFY2(found != buttons.end(), qPrintable(name));
        QTest::mouseClick(*found, Qt::LeftButton);
    }
    void drag(int from, int to)
    {
        QTest::mousePress(&timeline(), Qt::LeftButton, {}, QPoint(from, middle()));
        QTest::mouseMove(&timeline(), QPoint((from + to) / 2, middle()));
        QTest::mouseMove(&timeline(), QPoint(to, middle()));
        QTest::mouseRelease(&timeline(), Qt::LeftButton, {}, QPoint(to, middle()));
    }
    /// Updates that are far enough from each other to be told apart.
    void changeOverTime(int times)
    {
        for (int value = 1; value <= times; ++value) {
            put(1, value);
            follow(value + 1);
            QTRY_VERIFY(model().record(newest()));
        }
    }
    /// Updates a second from each other: "v" of object 1 is the record's number in each state but the newest.
    void showSeconds(int times)
    {
        m_desktop.reset();
        lengthenHistory(times, 1000);
        restart();
        window().resize(1200, 900);
        follow(times + 1);
        QTRY_COMPARE(timeline().maximum(), times);
        QCOMPARE(shown().value(u"1"_s), u"0"_s);
    }
    QString differenceAt(int row, int column)
    {
        const QAbstractItemModel &list = *page().findChild<QTreeView *>()->model();
        return list.index(row, column, list.index(0, 0)).data().toString();
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        begin();
        window().resize(1200, 900);
    }
    void cleanup()
    {
        end();
        installTranslations(QLocale(QLocale::English));
    }

    void theWheelZoomsAtThePointerAndScrollsWithShift()
    {
        m_desktop.reset();
        lengthenHistory(20'000); // one a millisecond
        restart();
        follow(20'001);
        QTRY_VERIFY(timeline().maximum() == 20'000);
        const qint64 whole = length();
        const int x = timeline().width() / 3;
        const qint64 there = timeline().scale().at(x);
        const qint64 perBin = model().bins().last().last - model().bins().last().first;
        for (int i = 0; i < 8; ++i)
            wheel(x, 120);
        QVERIFY(length() < whole / 4);
        QVERIFY(std::abs(timeline().scale().at(x) - there) < whole / 100); // it stays under the pointer
        QTRY_VERIFY(!model().closeBins().isEmpty());                       // and is looked at closely
        QTRY_VERIFY(model().closeBins()[1].last - model().closeBins()[1].first < perBin / 2);
        QVERIFY(model().closeBins().size() <= HistoryFeed::MostBins + 1);
        picture(window(), u"zoomed"_s);
        const qint64 to = timeline().scale().to();
        const qint64 span = length();
        wheel(x, 120, Qt::ShiftModifier);
        QVERIFY(timeline().scale().to() < to);
        QCOMPARE(length(), span);
        for (int i = 0; i < 100; ++i)
            wheel(x, 120, Qt::ShiftModifier); // no farther than there is history
        QVERIFY(timeline().scale().to() >= model().bins().first().from.toMSecsSinceEpoch());
        for (int i = 0; i < 100; ++i)
            wheel(x, -120, Qt::ShiftModifier);
        QCOMPARE(timeline().scale().to(), model().bins().last().to.toMSecsSinceEpoch());
        for (int i = 0; i < 30; ++i)
            wheel(x, -120);
        QCOMPARE(timeline().span(), 0); // all of it, and no more
    }

    void buttonsAndKeysSayHowMuchIsInSight()
    {
        m_desktop.reset();
        lengthenHistory(20'000);
        restart();
        follow(20'001);
        QTRY_COMPARE(timeline().maximum(), 20'000);
        const qint64 whole = length();
        constexpr qint64 day = 86'400'000;
        for (const auto &[name, days] : {std::pair(u"Show the last day"_s, 1),
                                         {u"Show the last 14 days"_s, 14},
                                         {u"Show the last 3 months"_s, 91}}) {
            pressNamed(name);
            QCOMPARE(length(), days * day);
        }
        pressNamed(u"Show all of the history (Ctrl+0)"_s);
        QCOMPARE(length(), whole);
        timeline().setFocus();
        QTest::keyClick(&timeline(), Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(length() < whole);
        const qint64 closer = length();
        pressNamed(u"Zoom in (Ctrl+Plus)"_s);
        QVERIFY(length() < closer);
        pressNamed(u"Zoom out (Ctrl+Minus)"_s);
        QTest::keyClick(&timeline(), Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(length() > closer);
        QTest::keyClick(&timeline(), Qt::Key_Plus, Qt::ControlModifier);
        QTest::keyClick(&timeline(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(length(), whole);
    }

    void theHandleTravelsAndTheBarsAreARange()
    {
        showSeconds(6);
        const int before = timeline().placeOf(newest());
        const int there = timeline().placeOf(newest() - 3);
        drag(before, there); // by the handle
        QTRY_COMPARE(shown().value(u"1"_s), QString::number(newest() - 3));
        QVERIFY(banner().isVisible() && !page().isVisible());
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_COMPARE(shown().value(u"1"_s), u"0"_s);
        const int first = timeline().placeOf(newest() - 5);
        const int last = timeline().placeOf(newest() - 2);
        drag(first, last); // beside the handle
        QVERIFY(page().isVisible() && !panel().isVisible() && !banner().isVisible());
        const auto range = timeline().range();
        QCOMPARE(range, (std::pair(newest() - 5, newest() - 2)));
        QTRY_COMPARE(differenceAt(0, 0), u"~ 1"_s);
        QCOMPARE(differenceAt(0, 1), u"v"_s);
        QCOMPARE(differenceAt(0, 2), QString::number(range.first));
        QCOMPARE(differenceAt(0, 3), QString::number(range.second));
        QVERIFY(timeline().accessibleDescription().contains("Selected: Generation"_L1));
        picture(window(), u"differences"_s);
        QTest::keyClick(page().findChild<QTreeView *>(), Qt::Key_Escape);
        QVERIFY(!page().isVisible() && panel().isVisible());
        QCOMPARE(timeline().range().first, 0);
    }

    void aRangeIsSelectedByKeysAndLeftByEscape()
    {
        changeOverTime(4);
        put(2, 7);
        follow(6);
        timeline().setFocus();
        QTest::keyClick(&timeline(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&timeline(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&timeline(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&timeline(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(timeline().range(), (std::pair(newest() - 2, newest())));
        QTRY_VERIFY(page().isVisible());
        QTRY_COMPARE(differenceAt(0, 0), u"~ 1"_s);
        QCOMPARE(differenceAt(0, 2), u"3"_s);
        QCOMPARE(differenceAt(1, 0), u"~ 2"_s);
        QVERIFY(textOf(page()).contains(u"1 set"_s));
        QVERIFY(textOf(historyPanel()).contains("Esc ends it"_L1));
        timeline().setFocus();
        QTest::keyClick(&timeline(), Qt::Key_Escape);
        QVERIFY(!page().isVisible() && panel().isVisible());
        QVERIFY(!textOf(historyPanel()).contains("Esc ends it"_L1));
        QTest::keyClick(&timeline(), Qt::Key_Left, Qt::ShiftModifier);
        QTRY_VERIFY(page().isVisible());
        QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier); // travelling leaves it, too
        QVERIFY(!page().isVisible());
        QTest::keyClick(&window(), Qt::Key_Home, Qt::AltModifier);
        QTRY_VERIFY(!banner().isVisible());
        click(history(), 0); // the list's button leads to the same page; another set leaves it
        press(historyPanel(), u"Differences"_s);
        QVERIFY(page().isVisible());
        QTRY_VERIFY(textOf(page()).contains("The two states are the same."_L1));
        tree().setCurrentIndex(setNamed(u"others"_s));
        QVERIFY(!page().isVisible());
    }

    void differencesAreFilteredByKindAndText()
    {
        put(1, 1);
        follow(2);
        QCOMPARE(m_editor->request("DELETE", "/v1/trees/main/objects/things/2").status, 200);
        follow(3);
        put(77, 1);
        follow(4);
        timeline().setFocus();
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&timeline(), Qt::Key_Left, Qt::ShiftModifier);
        QTRY_COMPARE(differenceAt(2, 0), u"+ 77"_s);
        const QList<QToolButton *> chips = page().findChildren<QToolButton *>();
        QStringList texts;
        for (const QToolButton *chip : chips)
            texts.append(chip->text());
        QVERIFY2(texts.contains(u"All 3"_s) && texts.contains(u"+ Added 1"_s) &&
                     texts.contains(u"~ Changed 1"_s) && texts.contains(u"- Removed 1"_s),
                 qPrintable(texts.join(u'|')));
        QTest::mouseClick(chips[texts.indexOf(u"- Removed 1"_s)], Qt::LeftButton);
        QCOMPARE(differenceAt(0, 0), u"- 2"_s);
        QCOMPARE(differenceAt(0, 3), u"not there"_s);
        QCOMPARE(differenceAt(1, 0), QString());
        QTest::mouseClick(chips[texts.indexOf(u"All 3"_s)], Qt::LeftButton);
        QTest::keyClicks(page().findChild<QLineEdit *>(), u"77"_s);
        QCOMPARE(differenceAt(0, 0), u"+ 77"_s);
        QCOMPARE(differenceAt(1, 0), QString());
    }

    void escapeReturnsToThePresent()
    {
        changeOverTime(2);
        for (QWidget *part : QList<QWidget *>{&timeline(), &table(), &history()}) {
            QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
            QTRY_COMPARE(shown().value(u"1"_s), u"1"_s);
            part->setFocus();
            QTest::keyClick(part, Qt::Key_Escape);
            QTRY_COMPARE(shown().value(u"1"_s), u"2"_s);
            QVERIFY(!banner().isVisible());
        }
    }

    void whatStandsOutIsMarked()
    {
        QVERIFY(model().bins().first().mark == HistoryMark::FirstSync);
        QCOMPARE(m_editor
                     ->request("POST", "/v1/admin/trees/main/reset",
                               "{\"objects\":\"keep\",\"reason\":\"a test\"}")
                     .status,
                 200);
        follow(2);
        QTRY_VERIFY(model().bins().last().mark == HistoryMark::Reset);
        actionNamed(window(), u"Repair"_s)->trigger();
        follow(3);
        QTRY_VERIFY(model().bins().last().mark == HistoryMark::Repair);
        put(1, 1);
        follow(4);
        picture(window(), u"marks"_s);
    }

    /// As it is after two weeks, for the eye.
    void twoWeeksLookLikeTwoWeeks()
    {
        HistoryModel twoWeeks;
        ServerHistoryModel server;
        HistoryPanel panelOfIt(&twoWeeks, &server);
        panelOfIt.resize(1200, 300);
        panelOfIt.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panelOfIt));
        QList<HistoryBin> bins;
        const QDateTime begin(QDate(2026, 7, 30), QTime(8, 0));
        for (int i = 0; i < 100; ++i) {
            const QDateTime at = begin.addSecs(i * 12'000 + i * i * 7 % 9000);
            bins.append({.first = 500 + i,
                         .last = 500 + i,
                         .lowest = {75'208 + i},
                         .highest = {75'208 + i},
                         .from = at,
                         .to = at,
                         .changed = i * i % 170 + 1,
                         .most = i * i % 170 + 1,
                         .mark = i == 40   ? HistoryMark::Reset
                                 : i == 80 ? HistoryMark::Repair
                                           : HistoryMark::None});
        }
        twoWeeks.replace(
            {.span = {.oldest = 500, .newest = 599, .oldestFrom = {75'207}, .oldestTo = {75'208}},
             .newest = {},
             .bins = bins});
        auto &axis = *panelOfIt.findChild<Timeline *>();
        axis.setTouched({520, 560, 590});
        picture(panelOfIt, u"two-weeks"_s);
        axis.zoom(0.4, axis.width() / 4);
        panelOfIt.setViewed(540);
        picture(panelOfIt, u"two-weeks-closer"_s);
        QVERIFY(axis.scale().from() > begin.toMSecsSinceEpoch());
        axis.setSpan(qint64(16) * 86'400'000); // beyond the oldest: only wall
        picture(panelOfIt, u"two-weeks-wall"_s);
        QVERIFY(axis.placeOf(500) > axis.width() / 16);
    }

    void aDotMarksWhatTouchedTheObject()
    {
        showSeconds(3);
        const auto hasDot = [this](qint64 record) {
            const QImage image = timeline().grab().toImage();
            const int axis = timeline().height() - timeline().fontMetrics().height() * 3 / 2;
            const QColor strong = Theme::of(&timeline()).colour(Colour::Accent);
            for (int x = timeline().placeOf(record) - 8; x <= timeline().placeOf(record) + 8; ++x) {
                if (x >= 0 && x < image.width() && image.pixel(x, axis + 5) == strong.rgb())
                    return true;
            }
            return false;
        };
        click(table(), 0); // object 1, whichever page the inspector shows
        QTRY_COMPARE(versions().count(), 4);
        picture(window(), u"dots"_s);
        QTRY_VERIFY(hasDot(newest() - 1));
        QVERIFY(!hasDot(model().kept().oldest)); // it was there before
        click(table(), 4);
        QTRY_VERIFY(!hasDot(newest() - 1));
    }

    void theStripOfVersionsComparesAndTravels()
    {
        showSeconds(6);
        click(table(), 0);
        inspector().findChild<QTabWidget *>()->setCurrentIndex(2);
        QTRY_COMPARE(versions().count(), 7);
        const auto clickDot = [this](int row, Qt::KeyboardModifiers modifiers = {}) {
            QTest::mouseClick(&strip(), Qt::LeftButton, modifiers, strip().placeOf(row));
        };
        clickDot(1);
        QCOMPARE(versions().currentRow(), 1);
        QCOMPARE(strip().value(), 5); // of 0 to 6, from the oldest
        clickDot(3, Qt::ShiftModifier);
        QCOMPARE(versions().selectedItems().size(), 2);
        QVERIFY(versions().item(1)->isSelected() && versions().item(3)->isSelected());
        QVERIFY(strip().accessibleDescription().contains("compared with"_L1));
        picture(window(), u"strip"_s);
        strip().setFocus();
        QTest::keyClick(&strip(), Qt::Key_Left);
        QCOMPARE(versions().currentRow(), 2);
        QCOMPARE(versions().selectedItems().size(), 1);
        QTest::keyClick(&strip(), Qt::Key_Right);
        QCOMPARE(versions().currentRow(), 1);
        QTest::mouseDClick(&strip(), Qt::LeftButton, {}, strip().placeOf(3));
        QTRY_COMPARE(shown().value(u"1"_s), QString::number(newest() - 3));
        QTRY_COMPARE(versions().currentRow(), 3); // all of the window is there now
        QCOMPARE(strip().value(), 3);
    }

    void allOfItSpeaksGerman()
    {
        m_desktop.reset();
        installTranslations(QLocale(QLocale::German));
        startDesktop();
        m_desktop->addMirror(config());
        QTRY_VERIFY(timeline().maximum() >= 0);
        put(1, 1);
        QTRY_COMPARE(timeline().maximum(), 1);
        window().resize(1200, 900);
        timeline().setFocus();
        QTest::keyClick(&timeline(), Qt::Key_Left, Qt::ShiftModifier);
        QTRY_VERIFY(page().isVisible());
        QTRY_COMPARE(differenceAt(0, 0), u"~ 1"_s);
        QVERIFY2(textOf(page()).contains("Von Generation"_L1), qPrintable(textOf(page())));
        QVERIFY(timeline().accessibleName() == u"Zeitleiste"_s || !timeline().accessibleName().isEmpty());
        picture(window(), u"differences-de"_s);
        QTest::keyClick(&timeline(), Qt::Key_Escape);
        QVERIFY(!page().isVisible());
    }
};

QTEST_MAIN(DesktopTimelineTest)
#include "desktop_timeline_test.moc"
