// What high contrast promises: whatever has an edge has one that is seen.
#include "app/genmirror/appearance.h"
#include "ui/theme/contrast.h"
#include "ui/theme/mirrorstyle.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

/// Which of a widget's sides have no edge that is seen against the window, looking inwards from outside.
QStringList sidesWithoutEdge(QWidget &widget)
{
    constexpr int deepest = 7; // pixels
    constexpr double least = 4.5;
    const QImage image = widget.grab().toImage();
    const QColor around = QApplication::palette().color(QPalette::Window);
    const auto isSeen = [&](QPoint from, QPoint step) {
        for (int i = 0; i < deepest; ++i, from += step) {
            if (image.rect().contains(from) && contrastOf(image.pixelColor(from), around) >= least)
                return true;
        }
        return false;
    };
    const int right = image.width() - 1;
    const int bottom = image.height() - 1;
    QStringList sides;
    if (!isSeen({0, bottom / 2}, {1, 0}))
        sides.append(u"left"_s);
    if (!isSeen({right, bottom / 2}, {-1, 0}))
        sides.append(u"right"_s);
    if (!isSeen({right / 2, 0}, {0, 1}))
        sides.append(u"top"_s);
    if (!isSeen({right / 2, bottom}, {0, -1}))
        sides.append(u"bottom"_s);
    return sides;
}

} // namespace

class AppearanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { applyAppearance({}); }

    void highContrastHasEdges_data()
    {
        QTest::addColumn<QWidget *>("widget");
        const auto row = [](const char *name, QWidget *widget) { QTest::newRow(name) << widget; };
        row("button", new QPushButton);
        row("button that cannot be used", [] {
            auto *button = new QPushButton;
            button->setEnabled(false);
            return button;
        }());
        row("tool button", new QToolButton);
        row("field", new QLineEdit);
        row("field of several lines", new QPlainTextEdit);
        row("number", new QSpinBox);
        row("choice", new QComboBox);
        row("table", new QTableWidget(0, 0));
        row("tree", new QTreeWidget);
        row("list", new QListWidget);
        row("menu", [] {
            auto *menu = new QMenu;
            menu->addAction(u"-"_s);
            return menu;
        }());
        row("tabs", [] {
            auto *tabs = new QTabWidget;
            tabs->addTab(new QWidget, QString(40, u' ')); // as wide as all
            return tabs;
        }());
    }
    void highContrastHasEdges()
    {
        QFETCH(QWidget *, widget);
        const std::unique_ptr<QWidget> owner(widget);
        applyAppearance(u"contrast"_s);
        widget->resize(160, 90);
        widget->show();
        QVERIFY(QTest::qWaitForWindowExposed(widget));
        widget->clearFocus();
        QCOMPARE(sidesWithoutEdge(*widget), QStringList());
        widget->hide();
    }

    void whatHasTheFocusShowsIt_data()
    {
        QTest::addColumn<QWidget *>("widget");
        QTest::newRow("button") << static_cast<QWidget *>(new QPushButton);
        QTest::newRow("field") << static_cast<QWidget *>(new QLineEdit);
        QTest::newRow("field of several lines") << static_cast<QWidget *>(new QPlainTextEdit);
        QTest::newRow("choice") << static_cast<QWidget *>(new QComboBox);
        QTest::newRow("number") << static_cast<QWidget *>(new QSpinBox);
        QTest::newRow("tree") << static_cast<QWidget *>(new QTreeWidget);
    }
    void whatHasTheFocusShowsIt()
    {
        QFETCH(QWidget *, widget);
        const std::unique_ptr<QWidget> owner(widget);
        applyAppearance(u"contrast"_s);
        widget->resize(160, 90);
        widget->show();
        QVERIFY(QTest::qWaitForWindowActive(widget));
        widget->setFocus();
        QTRY_VERIFY(widget->hasFocus());
        const QImage image = widget->grab().toImage();
        const QColor marked = Theme::current().colour(Colour::Accent);
        int found = 0; // at the left side
        for (int x = 0; x < 6; ++x)
            found += image.pixelColor(x, image.height() / 2) == marked ? 1 : 0;
        QVERIFY2(found >= 1, qPrintable(QString::number(found)));
    }

    void aFrameRoundAFieldLeavesTheFocusToIt()
    {
        applyAppearance(u"light"_s);
        QFrame card;
        card.setFrameShape(QFrame::StyledPanel);
        auto *layout = new QVBoxLayout(&card);
        auto *field = new QLineEdit;
        layout->addWidget(field);
        card.setFocusProxy(field);
        card.show();
        QVERIFY(QTest::qWaitForWindowActive(&card));
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        const auto edgeOf = [](QWidget &widget) {
            return widget.grab().toImage().pixelColor(0, widget.height() / 2);
        };
        QCOMPARE(edgeOf(*field), Theme::current().colour(Colour::Accent));
        QCOMPARE(edgeOf(card), Theme::current().colour(Colour::Line));
    }

    void docksAndHeadsHaveThemToo()
    {
        applyAppearance(u"contrast"_s);
        QMainWindow window;
        auto *dock = new QDockWidget(&window);
        auto *table = new QTableWidget(1, 1);
        table->setHorizontalHeaderLabels({QString()});
        table->horizontalHeader()->setStretchLastSection(true);
        dock->setWidget(table);
        window.addDockWidget(Qt::LeftDockWidgetArea, dock);
        window.setCentralWidget(new QPlainTextEdit);
        window.resize(400, 200);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(sidesWithoutEdge(*dock), QStringList());
        QCOMPARE(sidesWithoutEdge(*table->horizontalHeader()->viewport()), QStringList());
    }

    void buttonsSayByTheirFillWhatTheyDo()
    {
        applyAppearance(u"light"_s);
        QDialog dialog;
        auto *box = new QDialogButtonBox(QDialogButtonBox::Cancel);
        auto *layout = new QVBoxLayout(&dialog);
        layout->addWidget(box);
        QPushButton *destroys = box->addButton(QString(), QDialogButtonBox::DestructiveRole);
        QPushButton *sends = box->addButton(QString(), QDialogButtonBox::AcceptRole);
        QPushButton *cancels = box->button(QDialogButtonBox::Cancel);
        auto *asksFirst = new QPushButton;
        asksFirst->setProperty(MirrorStyle::RoleProperty, u"danger"_s);
        asksFirst->setAutoDefault(false);
        layout->addWidget(asksFirst);
        auto *field = new QLineEdit; // has the focus
        layout->addWidget(field);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        field->setFocus();
        const auto fillOf = [](QWidget *button) {
            return button->grab().toImage().pixelColor(button->width() / 2, 5);
        };
        const auto edgeOf = [](QWidget *button) {
            return button->grab().toImage().pixelColor(button->width() / 2, 0);
        };
        const Theme &theme = Theme::current();
        QCOMPARE(fillOf(destroys), theme.colour(Colour::Danger));
        QCOMPARE(fillOf(asksFirst), theme.colour(Colour::Base));
        QCOMPARE(edgeOf(asksFirst), theme.colour(Colour::Danger));
        sends->setDefault(true);
        QCOMPARE(fillOf(sends), theme.colour(Colour::Accent));
        QCOMPARE(fillOf(cancels), theme.colour(Colour::Base));
        cancels->setDefault(true);
        QCOMPARE(fillOf(cancels), theme.colour(Colour::Base));
        QCOMPARE(fillOf(sends), theme.colour(Colour::Base));
    }

    void aSplitterIsAHairlineThatIsGrabbedBesideIt_data()
    {
        QTest::addColumn<Qt::Orientation>("orientation");
        QTest::newRow("beside each other") << Qt::Horizontal;
        QTest::newRow("below each other") << Qt::Vertical;
    }
    void aSplitterIsAHairlineThatIsGrabbedBesideIt()
    {
        QFETCH(Qt::Orientation, orientation);
        applyAppearance(u"light"_s);
        QSplitter splitter(orientation);
        splitter.addWidget(new QLabel);
        splitter.addWidget(new QLabel);
        splitter.resize(300, 300);
        splitter.show();
        QVERIFY(QTest::qWaitForWindowExposed(&splitter));
        QCOMPARE(splitter.handleWidth(), 1);
        const QList<int> before = splitter.sizes();
        const auto along = [orientation](int at) {
            return orientation == Qt::Horizontal ? QPoint(at, 150) : QPoint(150, at);
        };
        const QColor line = Theme::current().colour(Colour::Line);
        const QImage image = splitter.grab().toImage();
        int lines = 0;
        for (int at = before[0] - 6; at < before[0] + 7; ++at)
            lines += image.pixelColor(along(at)) == line ? 1 : 0;
        QCOMPARE(lines, 1);
        for (const int beside : {-3, 4}) {
            const int at = splitter.sizes().first() + beside;
            QWidget *handle = splitter.childAt(along(at));
            QVERIFY2(qobject_cast<QSplitterHandle *>(handle), qPrintable(QString::number(beside)));
            const QPoint pressed = handle->mapFrom(&splitter, along(at));
            QTest::mousePress(handle, Qt::LeftButton, {}, pressed);
            QTest::mouseMove(handle, handle->mapFrom(&splitter, along(at + 40)));
            QTest::mouseRelease(handle, Qt::LeftButton, {}, handle->mapFrom(&splitter, along(at + 40)));
        }
        QCOMPARE(splitter.sizes().first(), before.first() + 80);
    }

    void eachAppearanceHasItsColoursAndTheSameForms()
    {
        applyAppearance({});
        const QPalette before = QApplication::palette();
        QList<QColor> windows;
        for (const QString &name : {QString(), u"light"_s, u"dark"_s, u"contrast"_s}) {
            applyAppearance(name);
            QVERIFY(qobject_cast<MirrorStyle *>(QApplication::style()));
            const QColor window = QApplication::palette().color(QPalette::Window);
            QVERIFY2(!windows.contains(window), qPrintable(name));
            windows.append(window);
        }
        applyAppearance(u"of a newer window"_s);
        QCOMPARE(QApplication::palette(), before);
    }
};

QTEST_MAIN(AppearanceTest)
#include "appearance_test.moc"
