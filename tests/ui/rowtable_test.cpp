// The table of a million rows: keys, mouse, and that nothing moves under a person's eyes.
#include "tests/support/patience.h"
#include "ui/rowtable.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QScrollBar>

using namespace GenMirror;

namespace
{

/// Row numbers, of which any can be taken out or put in.
class Numbers : public QAbstractTableModel
{
public:
    explicit Numbers(int count)
    {
        m_rows.resize(count);
        for (int i = 0; i < count; ++i)
            m_rows[i] = i;
    }
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 3; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(m_rows[index.row()]) : QVariant();
    }
    void insert(int at, int count)
    {
        beginInsertRows({}, at, at + count - 1);
        m_rows.insert(at, count, -1);
        endInsertRows();
    }
    void remove(int at, int count)
    {
        beginRemoveRows({}, at, at + count - 1);
        m_rows.remove(at, count);
        endRemoveRows();
    }

private:
    QList<int> m_rows;
};

} // namespace

class RowTableTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Numbers> m_model;
    std::unique_ptr<RowTable> m_table;

    int valueAt(int row) const { return m_model->index(row, 0).data().toInt(); }

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<Numbers>(1'000'000);
        m_table = std::make_unique<RowTable>();
        m_table->setModel(m_model.get());
        m_table->resize(500, 400);
        m_table->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
    }
    void cleanup() { m_table.reset(); }

    void nothingIsKeptForARow()
    {
        QCOMPARE(m_table->verticalHeader()->count(), 0);
        QCOMPARE(m_table->verticalScrollBar()->maximum(), 1'000'000 - m_table->rowsInView());
    }

    void theKeysGoWhereTheyAlwaysGo()
    {
        m_table->setFocus();
        m_table->setCurrentIndex(m_model->index(0, 0));
        QTest::keyClick(m_table.get(), Qt::Key_Down);
        QCOMPARE(m_table->currentIndex().row(), 1);
        QTest::keyClick(m_table.get(), Qt::Key_PageDown);
        QCOMPARE(m_table->currentIndex().row(), 1 + m_table->rowsInView());
        QTest::keyClick(m_table.get(), Qt::Key_End);
        QCOMPARE(m_table->currentIndex().row(), 999'999);
        QVERIFY(m_table->isRowVisible(999'999));
        QTest::keyClick(m_table.get(), Qt::Key_Up);
        QCOMPARE(m_table->currentIndex().row(), 999'998);
        QTest::keyClick(m_table.get(), Qt::Key_Home);
        QCOMPARE(m_table->currentIndex().row(), 0);
        QTest::keyClick(m_table.get(), Qt::Key_Right);
        QCOMPARE(m_table->currentIndex().column(), 1);
        QTest::keyClick(m_table.get(), Qt::Key_Up);
        QCOMPARE(m_table->currentIndex().row(), 0);
    }

    void theMouseSelectsWhatIsUnderIt()
    {
        m_table->verticalScrollBar()->setValue(500'000);
        const QRect rect = m_table->visualRect(m_model->index(500'003, 1));
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, rect.center());
        QCOMPARE(m_table->currentIndex(), m_model->index(500'003, 1));
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                          m_table->visualRect(m_model->index(500'006, 0)).center());
        QCOMPARE(m_table->selectionModel()->selectedRows().size(), 4);
        QVERIFY(!m_table->indexAt(QPoint(5, 100'000'000)).isValid());
        QCOMPARE(m_table->indexAt(rect.center()), m_model->index(500'003, 1));
    }

    void selectingEverythingIsOneRange()
    {
        m_table->selectAll();
        QCOMPARE(m_table->selectionModel()->selection().size(), 1);
        QVERIFY(m_table->selectionModel()->isRowSelected(777'777));
    }

    void whatIsLookedAtStaysWhereItIs_data()
    {
        QTest::addColumn<bool>("selected");
        QTest::newRow("the selected one") << true;
        QTest::newRow("the top one") << false;
    }
    void whatIsLookedAtStaysWhereItIs()
    {
        QFETCH(bool, selected);
        m_table->verticalScrollBar()->setValue(1000);
        if (selected)
            m_table->setCurrentIndex(m_model->index(1005, 0));
        const int looked = selected ? 1005 : 1000;
        const QPersistentModelIndex held = m_model->index(looked, 0);
        const int y = m_table->visualRect(held).y();
        m_model->insert(10, 300); // above
        m_model->remove(20, 7);
        m_model->insert(500'000, 50); // below
        QTRY_COMPARE(m_table->visualRect(held).y(), y);
        QCOMPARE(valueAt(held.row()), looked);
        QVERIFY(m_table->isRowVisible(held.row()));
    }

    void theTopStaysTheTopWhileRowsComeAtTheEnd()
    {
        m_model->insert(m_model->rowCount(), 1000);
        QTRY_COMPARE(m_table->verticalScrollBar()->maximum(), 1'001'000 - m_table->rowsInView());
        QCOMPARE(m_table->topRow(), 0);
    }

    void rightToLeftKeysAreTurnedRound()
    {
        m_table->setLayoutDirection(Qt::RightToLeft);
        m_table->setFocus();
        m_table->setCurrentIndex(m_model->index(3, 1));
        QTest::keyClick(m_table.get(), Qt::Key_Left);
        QCOMPARE(m_table->currentIndex().column(), 2);
    }
};

QTEST_MAIN(RowTableTest)
#include "rowtable_test.moc"
