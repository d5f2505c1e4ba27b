// What changed of late is marked: which cell, what stood in it, for how long, and how it looks.
#include "model/core/memorytreestorage.h"
#include "model/items/objecttablemodel.h"
#include "tests/support/memoryview.h"
#include "tests/support/patience.h"
#include "tests/support/treeclient.h"
#include "ui/objectdelegate.h"
#include "ui/rowtable.h"
#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <numeric>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using Model = ObjectTableModel;

class MarksTest : public QObject
{
    Q_OBJECT

    MemoryTreeStorage m_server;
    std::unique_ptr<GenerationalTree> m_tree;
    std::shared_ptr<MemoryView> m_view;
    std::unique_ptr<TreeClient> m_client;
    std::unique_ptr<Model> m_model;
    std::unique_ptr<RowTable> m_table;

    void put(const QByteArray &text) { QVERIFY(m_tree->add({}, text)); }
    void update() { m_model->applyUpdate(m_client->poll(*m_tree).value()); }
    QModelIndex cell(int row, const QString &attribute)
    {
        return m_model->index(row, int(m_model->attributes().indexOf(attribute)) + 1);
    }
    static bool isMarked(const QModelIndex &index) { return index.data(Model::CellFlashRole).isValid(); }
    QImage picture() { return m_table->viewport()->grab().toImage(); }
    /// Near its end, where no text is.
    QColor groundOf(const QModelIndex &index)
    {
        const QRect rect = m_table->visualRect(index);
        const bool isRightToLeft = QApplication::isRightToLeft();
        return picture().pixelColor(isRightToLeft ? rect.left() + 12 : rect.right() - 12, rect.top() + 3);
    }
    QColor edgeOf(const QModelIndex &index)
    {
        const QRect rect = m_table->visualRect(index);
        return picture().pixelColor(QApplication::isRightToLeft() ? rect.right() : rect.left(),
                                    rect.center().y());
    }
    static QColor colour(Colour token) { return Theme::current().colour(token); }

private Q_SLOTS:
    void init()
    {
        Theme::use(Theme::Look::Light);
        m_server = MemoryTreeStorage();
        QVERIFY(GenerationalTree::initialize(m_server, {}, 3));
        m_tree = std::make_unique<GenerationalTree>(m_server);
        m_view = std::make_shared<MemoryView>();
        m_view->known = QStringList{u"n"_s, u"t"_s, u"x"_s};
        m_client = std::make_unique<TreeClient>(m_view->storage);
        put("{\"id\":1,\"n\":14,\"t\":\"a\",\"x\":null}");
        put("{\"id\":2,\"n\":15,\"t\":\"null\"}");
        put("{\"id\":3,\"n\":16,\"t\":\"c\",\"x\":null}");
        QVERIFY(m_client->poll(*m_tree).has_value());
        m_model = std::make_unique<Model>();
        m_model->setSource(m_view, m_view->storage.root().key);
        m_table = std::make_unique<RowTable>();
        m_table->setModel(m_model.get());
        m_table->setItemDelegate(new ObjectDelegate(m_table.get()));
        m_table->setGutter(24);
        m_table->resize(900, 300);
        m_table->horizontalHeader()->setDefaultSectionSize(150);
        m_table->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
        m_table->clearFocus();
        QCOMPARE(cell(0, u"n"_s).data().toString(), u"14"_s); // it was looked at
    }
    void cleanup()
    {
        m_table.reset();
        m_model.reset();
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void theCellThatChangedIsMarkedAndSaysWhatItWas()
    {
        put("{\"id\":1,\"n\":41,\"t\":\"a\",\"x\":null}");
        update();
        QVERIFY(isMarked(cell(0, u"n"_s)));
        QCOMPARE(cell(0, u"n"_s).data(Model::BeforeRole).toString(), u"14"_s);
        QVERIFY(!isMarked(cell(0, u"t"_s)));
        QVERIFY(!isMarked(cell(1, u"n"_s)));
        QStyleOptionViewItem option;
        option.widget = m_table.get();
        const QRect rect = m_table->visualRect(cell(0, u"n"_s));
        QHelpEvent help(QEvent::ToolTip, rect.center(), m_table->viewport()->mapToGlobal(rect.center()));
        QVERIFY(static_cast<ObjectDelegate *>(m_table->itemDelegate())
                    ->helpEvent(&help, m_table.get(), option, cell(0, u"n"_s)));
        QVERIFY2(QToolTip::text().contains(u"41 ← 14, just now"_s), qPrintable(QToolTip::text()));
        QToolTip::hideText();
    }

    void eachChangeIsMarkedByItself()
    {
        put("{\"id\":1,\"n\":41,\"t\":\"a\",\"x\":null}");
        update();
        QVERIFY(isMarked(cell(0, u"n"_s)));
        put("{\"id\":1,\"n\":41,\"t\":\"b\",\"x\":5}");
        update();
        QCOMPARE(cell(0, u"n"_s).data(Model::BeforeRole).toString(), u"14"_s);
        QCOMPARE(cell(0, u"t"_s).data(Model::BeforeRole).toString(), u"a"_s);
        QCOMPARE(cell(0, u"x"_s).data(Model::BeforeRole).toString(), u"null"_s);
    }

    void aTextThatReadsTheSameIsAChangeIfItIsNoText()
    {
        put("{\"id\":2,\"n\":15,\"t\":null}");
        update();
        QVERIFY(isMarked(cell(1, u"t"_s)));
    }

    void theGlowEndsAndTheMarkStaysUntilItIsCleared()
    {
        put("{\"id\":1,\"n\":41,\"t\":\"a\",\"x\":null}");
        update();
        const QModelIndex changed = cell(0, u"n"_s);
        QCOMPARE(changed.data(Model::CellFlashRole).toDouble(), 1.0);
        QTRY_COMPARE_WITH_TIMEOUT(changed.data(Model::CellFlashRole).toDouble(), 0.0, 10'000);
        QVERIFY(isMarked(changed));
        QCOMPARE(changed.data(Model::FlashKindRole).toInt(), int(Flashes::Kind::Changed));
        m_model->clearMarks();
        QVERIFY(!isMarked(changed));
        QCOMPARE(changed.data(Model::FlashKindRole).toInt(), int(Flashes::Kind::None));
    }

    void anotherStateHasNoMarks()
    {
        put("{\"id\":1,\"n\":41,\"t\":\"a\",\"x\":null}");
        update();
        auto other = std::make_shared<MemoryView>(*m_view);
        m_model->replaceView(other, m_view->storage.root().key);
        QVERIFY(!isMarked(cell(0, u"n"_s)));
    }

    void manyMarksAreBounded()
    {
        Flashes flashes;
        QList<qint64> rows(Flashes::MostRows + 10);
        std::iota(rows.begin(), rows.end(), 1);
        flashes.add(rows, Flashes::Kind::Changed);
        flashes.add({-1, -2}, Flashes::Kind::Added);
        QCOMPARE(flashes.kindOf(-1), Flashes::Kind::Added);
        QCOMPARE(flashes.kindOf(1), Flashes::Kind::None); // the oldest had to go
        QCOMPARE(flashes.kindOf(100), Flashes::Kind::Changed);
        ChangedCells cells;
        using Cell = ObjectWindow::Cell;
        for (qint64 row = 0; row <= ChangedCells::MostRows; ++row) {
            cells.remember(row, {u"a"_s}, {Cell{.text = u"1"_s}}, 0);
            cells.compare(row, {u"a"_s}, {Cell{.text = u"2"_s}});
        }
        QVERIFY(!cells.find(0, u"a"_s));
        QVERIFY(cells.find(ChangedCells::MostRows, u"a"_s));
    }

    void itLooksAsItShould_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::newRow("left to right") << Qt::LeftToRight;
        QTest::newRow("right to left") << Qt::RightToLeft;
    }
    void itLooksAsItShould()
    {
        QFETCH(Qt::LayoutDirection, direction);
        QApplication::setLayoutDirection(direction);
        put("{\"id\":1,\"n\":41,\"t\":\"a\",\"x\":null}");
        update();
        const QModelIndex changed = cell(0, u"n"_s);
        QCOMPARE(groundOf(changed), colour(Colour::ChangedSoft));
        QCOMPARE(edgeOf(changed), colour(Colour::ChangedMark));
        QCOMPARE(groundOf(cell(0, u"t"_s)), colour(Colour::Base));
        m_table->setCurrentIndex(m_model->index(0, 3));
        QCOMPARE(groundOf(changed), colour(Colour::ChangedSoft)); // over the selection
        const QColor selected = groundOf(cell(0, u"t"_s));
        QVERIFY(selected == colour(Colour::Select) || selected == colour(Colour::SelectOff));
        // The row's edge and its glyph stand where the row begins.
        const QRect first = m_table->visualRect(m_model->index(0, 0));
        const QImage image = picture();
        const bool isRightToLeft = direction == Qt::RightToLeft;
        const QColor edge =
            image.pixelColor(isRightToLeft ? first.right() : first.left(), first.center().y());
        QVERIFY(edge == colour(Colour::Accent) || edge == colour(Colour::Control));
        const QRect gutter = isRightToLeft ? QRect(first.right() - 23, first.top(), 18, first.height())
                                           : QRect(first.left() + 5, first.top(), 18, first.height());
        int glyph = 0;
        for (int x = gutter.left(); x <= gutter.right(); ++x) {
            for (int y = gutter.top(); y <= gutter.bottom(); ++y)
                glyph += contrastOf(image.pixelColor(x, y), colour(Colour::Changed)) < 1.3 ? 1 : 0;
        }
        QVERIFY2(glyph >= 6, qPrintable(QString::number(glyph)));
    }

    void aNewRowIsGreenUntilItIsSelected()
    {
        put("{\"id\":9,\"n\":1,\"t\":\"new\"}");
        update();
        QCOMPARE(groundOf(cell(3, u"t"_s)), colour(Colour::LiveSoft));
        m_table->setCurrentIndex(m_model->index(3, 0));
        QVERIFY(groundOf(cell(3, u"t"_s)) != colour(Colour::LiveSoft));
    }

    void numbersAndTheirHeadStandOnTheRightAndTextsOnTheLeft()
    {
        const auto alignmentOf = [this](const QString &attribute, bool ofHead) {
            const QModelIndex index = cell(0, attribute);
            const QVariant found =
                ofHead ? m_model->headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole)
                       : index.data(Qt::TextAlignmentRole);
            return Qt::Alignment(found.toInt()) & Qt::AlignHorizontal_Mask;
        };
        QCOMPARE(alignmentOf(u"n"_s, true), Qt::Alignment(Qt::AlignRight));
        QCOMPARE(alignmentOf(u"n"_s, false), Qt::Alignment(Qt::AlignRight));
        QCOMPARE(alignmentOf(u"t"_s, true), Qt::Alignment(Qt::AlignLeft));
        QCOMPARE(alignmentOf(u"x"_s, true), Qt::Alignment(Qt::AlignLeft)); // nothing but null
    }

    void compactRowsAreLower()
    {
        const int usual = m_table->visualRect(cell(1, u"n"_s)).height();
        m_table->setCompact(true);
        const int compact = m_table->visualRect(cell(1, u"n"_s)).height();
        QVERIFY2(compact < usual, qPrintable(u"%1 %2"_s.arg(usual).arg(compact)));
    }
};

QTEST_MAIN(MarksTest)
#include "marks_test.moc"
