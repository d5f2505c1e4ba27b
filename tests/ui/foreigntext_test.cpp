// Text from outside is shown as it is.
#include "model/items/plaintip.h"
#include "ui/foreigntext.h"
#include "ui/textrows.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QTableView>
#include <QTest>
#include <QTextDocument>
#include <QToolTip>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

/// To load it would wait for ever.
const QString Hostile = u"<img src=\"/proc/self/fd/0\"> & <b>bold</b>"_s;

/// What a person reads of a tool tip.
QString readOf(const QString &tip)
{
    QTextDocument document;
    if (Qt::mightBeRichText(tip))
        document.setHtml(tip);
    else
        document.setPlainText(tip);
    return document.toPlainText();
}

} // namespace

class ForeignTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// What is shown has marks and breaks that nobody wants on the clipboard.
    void whatIsCopiedIsTheExactText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"an id"_s;
        QTest::newRow("turns around") << u"\u202eevil"_s;
        QTest::newRow("is not seen") << u"\ufeffa\u200b"_s;
        QTest::newRow("long") << QString(300, u'w');
        QTest::newRow("lines") << u"one\n\ttwo"_s;
    }
    void whatIsCopiedIsTheExactText()
    {
        QFETCH(QString, text);
        for (const bool wraps : {false, true}) {
            PlainLabel label(text);
            label.setWordWrap(wraps);
            label.setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            label.resize(300, 100);
            label.show();
            QVERIFY(QTest::qWaitForWindowExposed(&label));
            label.grab(); // as shown
            label.setSelection(0, int(label.text().size()));
            QGuiApplication::clipboard()->setText(u"-"_s);
            QTest::keySequence(&label, QKeySequence::Copy);
            QCOMPARE(QGuiApplication::clipboard()->text(), text);
            QCOMPARE(label.exactText(), text);
        }
    }

    void aTipShowsMarkupAsText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("an image") << Hostile;
        QTest::newRow("an entity") << u"a &lt; b &amp; c"_s;
        QTest::newRow("plain") << u"plain  text\nof two lines"_s;
        QTest::newRow("a tag that is none") << u"a < b, c > d"_s;
        QTest::newRow("a document") << u"<?xml version=\"1.0\"?><html><body>x</body></html>"_s;
        QTest::newRow("nothing") << QString();
    }
    void aTipShowsMarkupAsText()
    {
        QFETCH(const QString, text);
        QCOMPARE(readOf(plainTip(text)), text);
    }

    void aTipIsShortAndShowsWhatCouldHide()
    {
        QCOMPARE(readOf(plainTip(u"a\u202eb\u0007"_s)), u"a\\u202eb\\u0007"_s);
        QCOMPARE(plainTip(QString(100'000, u'x')).size(), 2001);
        QCOMPARE(plainTip(u"x\n"_s.repeated(500)).count(u'\n'), 19);
        QVERIFY(plainTip(Hostile + QString(100'000, u'<')).size() < 20'000);
    }

    void labelsAndBoxesShowMarkupAsText()
    {
        PlainLabel label(Hostile);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QCOMPARE(label.text(), Hostile);
        label.show(); // lays it out
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        PlainLabel turned(u"a\u202eb\nc"_s);
        turned.show();
        QTRY_COMPARE(turned.text(), u"a\\u202eb\nc"_s);
        QWidget parent;
        auto *box = new PlainBox(QMessageBox::Information, u"title"_s, Hostile, QMessageBox::Close, &parent);
        QCOMPARE(box->textFormat(), Qt::PlainText);
        QCOMPARE(box->text(), Hostile);
        box->open();
        QVERIFY(QTest::qWaitForWindowExposed(box));
        QTest::mouseClick(box->button(QMessageBox::Close), Qt::LeftButton);
        QTRY_VERIFY(!parent.findChild<PlainBox *>()); // it has deleted itself
    }

    /// The mouse rests on a cell that holds it.
    void aTableShowsItUnderTheMouse()
    {
        TextRows rows({u"a"_s, u"b"_s});
        rows.setRows({{.key = u"1"_s, .texts = {Hostile, u"y"_s}}});
        QTableView view;
        view.setModel(&rows);
        view.resize(400, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QPoint place = view.visualRect(rows.index(0, 0)).center();
        QHelpEvent help(QEvent::ToolTip, place, view.viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(view.viewport(), &help);
        QTRY_VERIFY(QToolTip::isVisible());
        QCOMPARE(readOf(QToolTip::text()), Hostile);
    }
};

QTEST_MAIN(ForeignTextTest)
#include "foreigntext_test.moc"
