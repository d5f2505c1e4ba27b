// What the theme promises: every colour can be told from all that it may lie on, whatever the look.
#include "ui/theme/contrast.h"
#include "ui/theme/icon.h"
#include "ui/theme/iconengine.h"
#include "ui/theme/mirrorstyle.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QPainter>
#include <QTest>
#include <QWidget>

using namespace GenMirror;
using namespace Qt::StringLiterals;
using Look = Theme::Look;

namespace
{

QPalette systemPalette(QRgb window, QRgb base, QRgb text, QRgb highlight)
{
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Highlight, highlight);
    palette.setColor(QPalette::HighlightedText, 0xffffff);
    return palette;
}

QList<QColor> coloursOfPixels(const QPixmap &pixmap)
{
    QList<QColor> found;
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (const QColor colour = image.pixelColor(x, y); colour.alpha() == 255)
                found.append(colour);
        }
    }
    return found;
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        Theme::use(Look::System);
        setFontZoom(1);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void everyTokenIsSeenWhereverItMayLie_data()
    {
        QTest::addColumn<Look>("look");
        QTest::addColumn<QPalette>("system");
        QTest::newRow("light") << Look::Light << QPalette();
        QTest::newRow("dark") << Look::Dark << QPalette();
        QTest::newRow("high contrast") << Look::HighContrast << QPalette();
        QTest::newRow("Fusion's") << Look::System << systemPalette(0xefefef, 0xffffff, 0x000000, 0x308cc6);
        QTest::newRow("Breeze's") << Look::System << systemPalette(0xeff0f1, 0xffffff, 0x232629, 0x3daee9);
        QTest::newRow("Breeze's dark")
            << Look::System << systemPalette(0x2a2e32, 0x1b1e20, 0xfcfcfc, 0x3daee9);
        QTest::newRow("Adwaita's dark")
            << Look::System << systemPalette(0x353535, 0x2d2d2d, 0xeeeeec, 0x15539e);
        QTest::newRow("orange") << Look::System << systemPalette(0xf6f5f4, 0xffffff, 0x2e3436, 0xe95420);
        QTest::newRow("white accent")
            << Look::System << systemPalette(0x101010, 0x000000, 0xffffff, 0xffffff);
        QTest::newRow("grey on grey")
            << Look::System << systemPalette(0xb0b0b0, 0xc8c8c8, 0x202020, 0x4040a0);
    }
    void everyTokenIsSeenWhereverItMayLie()
    {
        QFETCH(Look, look);
        QFETCH(QPalette, system);
        const Theme plain(look, system);
        QStringList unseen;
        for (const Theme &theme : {plain, plain.tinted()}) {
            for (int i = 0; i < ColourCount; ++i) {
                const auto token = Colour(i);
                const double least = leastContrastOf(token, theme.isHighContrast());
                for (const Colour surface : surfacesOf(token)) {
                    const double found = contrastOf(theme.colour(token), theme.colour(surface));
                    if (found < least)
                        unseen.append(u"%1 on %2: %3 of %4"_s.arg(i).arg(int(surface)).arg(found).arg(least));
                }
            }
        }
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u'\n')));
    }

    void textMayLieOnEverySurface()
    {
        using enum Colour;
        for (const Colour surface : {Window, Base, Raised, Hover, Pressed, Select, SelectOff, LiveSoft,
                                     ChangedSoft, DangerSoft, PastSoft, MineSoft, ProdSoft}) {
            QVERIFY(surfacesOf(Text).contains(surface));
            QVERIFY(surfacesOf(Text3).contains(surface));
        }
    }

    void contrastIsAsWcagDefinesIt()
    {
        QCOMPARE(contrastOf(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastOf(Qt::white, Qt::white), 1.0);
        QCOMPARE(qRound(contrastOf(QColor(0x77, 0x77, 0x77), Qt::white) * 100), 448);
    }

    void thePaletteIsMadeOfTokens_data()
    {
        QTest::addColumn<Look>("look");
        QTest::newRow("light") << Look::Light;
        QTest::newRow("dark") << Look::Dark;
        QTest::newRow("high contrast") << Look::HighContrast;
        QTest::newRow("system") << Look::System;
    }
    void thePaletteIsMadeOfTokens()
    {
        QFETCH(Look, look);
        Theme::use(look);
        const QPalette palette = QApplication::palette();
        const Theme &theme = Theme::current();
        QCOMPARE(theme.look(), look);
        QCOMPARE(palette.color(QPalette::Window), theme.colour(Colour::Window));
        QCOMPARE(palette.color(QPalette::Base), theme.colour(Colour::Base));
        QCOMPARE(palette.color(QPalette::AlternateBase), theme.colour(Colour::Base));
        QCOMPARE(palette.color(QPalette::Active, QPalette::Highlight), theme.colour(Colour::Select));
        QCOMPARE(palette.color(QPalette::HighlightedText), theme.colour(Colour::Text));
        QCOMPARE(palette.color(QPalette::PlaceholderText), theme.colour(Colour::Text3));
        QVERIFY(qobject_cast<MirrorStyle *>(QApplication::style()));
    }

    void theSystemsColoursComeBack()
    {
        Theme::use(Look::System);
        const QPalette before = QApplication::palette();
        Theme::use(Look::Dark);
        QVERIFY(QApplication::palette() != before);
        Theme::use(Look::System);
        QCOMPARE(QApplication::palette(), before);
    }

    void aWindowOfThePastIsTintedAndNoOther()
    {
        Theme::use(Look::Light);
        QWidget window;
        QLabel inside(&window);
        QWidget other;
        Theme::setPast(&window, true);
        const QColor plain = Theme::current().colour(Colour::Window);
        const QColor tinted = Theme::of(&inside).colour(Colour::Window);
        QVERIFY(tinted != plain);
        QCOMPARE(inside.palette().color(QPalette::Window), tinted);
        QCOMPARE(Theme::of(&other).colour(Colour::Window), plain);
        Theme::use(Look::Dark); // it stays in the past, and gets that look's tint
        QCOMPARE(inside.palette().color(QPalette::Window), Theme::current().tinted().colour(Colour::Window));
        Theme::setPast(&window, false);
        QCOMPARE(inside.palette().color(QPalette::Window), Theme::current().colour(Colour::Window));
    }

    void inHighContrastThePastHasAnEdgeInPlaceOfATint()
    {
        Theme::use(Look::HighContrast);
        QWidget window;
        window.resize(100, 80);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QColor past = Theme::current().colour(Colour::Past);
        const auto cornersOf = [&window, past] {
            const QImage image = window.grab().toImage();
            return (image.pixelColor(1, 40) == past) + (image.pixelColor(98, 40) == past) +
                   (image.pixelColor(50, 1) == past) + (image.pixelColor(50, 78) == past);
        };
        QCOMPARE(cornersOf(), 0);
        Theme::setPast(&window, true);
        window.resize(100, 80);
        QCOMPARE(cornersOf(), 4);
        QCOMPARE(window.palette().color(QPalette::Window), QColor(Qt::black));
        Theme::use(Look::Light);
        QCOMPARE(cornersOf(), 0);
        Theme::use(Look::HighContrast);
        QCOMPARE(cornersOf(), 4);
        Theme::setPast(&window, false);
        QCOMPARE(cornersOf(), 0);
    }

    void anIconTakesItsColourWhenItIsPainted()
    {
        const QIcon search = icon(u"search"_s);
        const QIcon live = icon(u"live"_s, Colour::Live);
        for (const Look look : {Look::Light, Look::Dark, Look::HighContrast}) {
            Theme::use(look);
            const Theme &theme = Theme::current();
            QVERIFY(coloursOfPixels(search.pixmap(32, 32)).contains(theme.colour(Colour::Text2)));
            QVERIFY(
                coloursOfPixels(search.pixmap(32, 32, QIcon::Active)).contains(theme.colour(Colour::Text)));
            QVERIFY(coloursOfPixels(live.pixmap(32, 32)).contains(theme.colour(Colour::Live)));
        }
    }

    void everyIconIsThere()
    {
        const QStringList names = QDir(u":/icons/ui"_s).entryList();
        QVERIFY2(names.size() >= 50, qPrintable(QString::number(names.size())));
        for (const QString &name : names)
            QVERIFY2(
                !coloursOfPixels(IconEngine::pixmapOf(name.chopped(4), Qt::black, {64, 64}, 1)).isEmpty(),
                qPrintable(name));
        QVERIFY(icon(u"no such icon"_s).isNull());
    }

    void whatPointsToASidePointsToTheOtherFromRightToLeft()
    {
        const auto shown = [](const QString &name) {
            return IconEngine::pixmapOf(name, Qt::black, {32, 32}, 1).toImage();
        };
        const QImage forward = shown(u"forward"_s);
        const QImage search = shown(u"search"_s);
        QApplication::setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(shown(u"forward"_s), forward.mirrored(true, false));
        QCOMPARE(shown(u"search"_s), search);
    }

    void everythingGrowsWithTheFont()
    {
        const int before = units(100);
        setFontZoom(1.5);
        QVERIFY2(units(100) > before * 1.3, qPrintable(QString::number(units(100))));
        setFontZoom(99);
        QCOMPARE(fontZoom(), LargestZoom);
        setFontZoom(1);
        QCOMPARE(units(100), before);
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
