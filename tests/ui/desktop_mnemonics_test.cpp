// Each letter that is underlined leads to one place: in every menu, page and dialog, in English and German.
#include "app/genmirror/translations.h"
#include "tests/ui/windowwalk.h"

#include <QComboBox>
#include <QGroupBox>
#include <QTabBar>

using namespace GenMirror;
using namespace GenMirror::Test;

namespace
{

/// Empty: it has none.
QString letterOf(const QString &text)
{
    return QKeySequence::mnemonic(text).toString();
}

} // namespace

class DesktopMnemonicsTest : public WindowWalk
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;
    QMap<QString, QString> m_problems; ///< Where they are.
    int m_letters = 0;

    /// `texts`: what can be reached at the same time.
    void look(const QString &scope, const QStringList &texts)
    {
        QMap<QString, QString> known;
        for (const QString &text : texts) {
            const QString letter = letterOf(text);
            if (letter.isEmpty())
                continue;
            ++m_letters;
            if (known.contains(letter))
                m_problems.insert(letter + u" of “%1” and “%2”"_s.arg(known[letter], text), scope);
            known[letter] = text;
        }
    }
    static QStringList textsOf(QWidget &window)
    {
        QStringList texts;
        const QList<QWidget *> widgets = window.findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            if (!widget->isVisibleTo(&window) || widget->window() != &window)
                continue;
            if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
                texts.append(button->text());
            else if (const auto *label = qobject_cast<const QLabel *>(widget); label && label->buddy())
                texts.append(label->text());
            else if (const auto *box = qobject_cast<const QGroupBox *>(widget))
                texts.append(box->title());
            else if (const auto *bar = qobject_cast<const QTabBar *>(widget)) {
                for (int i = 0; i < bar->count(); ++i)
                    texts.append(bar->tabText(i));
            } else if (const auto *menus = qobject_cast<const QMenuBar *>(widget)) {
                const QList<QAction *> actions = menus->actions();
                for (const QAction *action : actions)
                    texts.append(action->text());
            }
        }
        return texts;
    }
    /// With each of its tabs and choices in turn.
    void lookAt(QWidget &window)
    {
        look(window.windowTitle(), textsOf(window));
        const QList<QComboBox *> choices = window.findChildren<QComboBox *>();
        for (QComboBox *choice : choices) {
            for (int i = choice->count() - 1; choice->window() == &window && i >= 0; --i) {
                choice->setCurrentIndex(i);
                look(window.windowTitle() + u" / "_s + choice->currentText(), textsOf(window));
            }
        }
        const QList<QTabWidget *> tabs = window.findChildren<QTabWidget *>();
        for (QTabWidget *pages : tabs) {
            for (int i = 0; pages->window() == &window && i < pages->count(); ++i) {
                pages->setCurrentIndex(i);
                look(window.windowTitle() + u" / "_s + pages->tabText(i), textsOf(window));
            }
        }
    }
    void lookAtMenus()
    {
        const QList<QMenu *> menus = window().findChildren<QMenu *>();
        for (const QMenu *menu : menus) {
            QStringList texts;
            const QList<QAction *> actions = menu->actions();
            for (const QAction *action : actions)
                texts.append(action->text()); // what is hidden now, too
            look(menu->title(), texts);
        }
    }

protected:
    void makeReady() override
    {
        const bool isGood =
            m_desktop && window().isVisible() && status().contains(QRegularExpression(u"Live"_s));
        if (!isGood) {
            m_desktop.reset();
            QSettings().clear();
            m_directory = std::make_unique<QTemporaryDir>();
            startDesktop();
            m_desktop->addMirror({.server = QUrl(u"http://127.0.0.1:%1"_s.arg(m_secured->port())),
                                  .tree = u"inside"_s,
                                  .credentials = {.token = m_secured->adminToken()}});
            QTRY_VERIFY(table().model()->rowCount() > 0);
            QTRY_VERIFY(status().contains("Live"_L1));
        }
        const QString administer = MainWindow::tr("Ad&minister").remove(u'&');
        QTRY_VERIFY(actionNamed(window(), administer)->isVisible()); // the server has said who we are
        table().selectRow(0);
    }
    void seen(QDialog &dialog) override { lookAt(dialog); }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void cleanup()
    {
        m_desktop.reset();
        m_secured.reset();
        QLocale::setDefault(QLocale::c());
    }

    void eachLetterLeadsToOnePlace_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::newRow("English") << QLocale(QLocale::English);
        QTest::newRow("German") << QLocale(QLocale::German);
    }
    void eachLetterLeadsToOnePlace()
    {
        QFETCH(QLocale, locale);
        QLocale::setDefault(locale);
        installTranslations(locale);
        m_secured = std::make_unique<AccessServer>();
        for (int id = 1; id <= 60; ++id)
            m_secured->put("inside", id);
        QCOMPARE(m_secured->askAdmin("POST", "/v1/admin/backups", "{\"name\":\"first\"}").status, 201);
        m_problems.clear();
        m_letters = 0;
        makeReady();
        QTRY_VERIFY(ApiCall::underWay() == 0);
        lookAtMenus();
        banner().show(); // what is there at times
        lookAt(window());
        banner().hide();
        walkEverything();
        closeDialogs();
        window().showStart(false);
        lookAt(window());
        QStringList problems;
        for (const auto &[problem, scope] : m_problems.asKeyValueRange())
            problems.append(problem + u" in "_s + scope);
        QVERIFY2(problems.isEmpty(), problems.join(u'\n').toUtf8().constData());
        QVERIFY2(m_letters > 500, qPrintable(QString::number(m_letters)));
    }
};

QTEST_MAIN(DesktopMnemonicsTest)
#include "desktop_mnemonics_test.moc"
