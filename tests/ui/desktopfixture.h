#pragma once

#include "app/genmirror/desktop.h"
#include "app/genmirror/translations.h"
#include "tests/support/accessserver.h"
#include "tests/support/faultproxy.h"
#include "tests/support/patience.h"
#include "ui/historypanel.h"
#include "ui/objectspanel.h"
#include "ui/pastbanner.h"
#include "ui/settabs.h"
#include "ui/statusline.h"

#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTableView>

namespace GenMirror::Test
{

using namespace Qt::StringLiterals;

/// The real window over a real mirror of a real server, behind a proxy; and hands and eyes for it.
class DesktopFixture : public QObject
{
public:
    DesktopFixture()
    {
        QCoreApplication::setOrganizationName(u"GenMirror"_s); // else QSettings is never content
        installTranslations(QLocale(QLocale::English));        // one object, two objects
    }

protected:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawHttp> m_editor;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Desktop> m_desktop;

    void put(int id, int value)
    {
        const QByteArray number = QByteArray::number(id);
        const QByteArray text = "{\"id\":" + number + ",\"v\":" + QByteArray::number(value) + '}';
        QCOMPARE(m_editor->request("PUT", "/v1/trees/main/objects/things/" + number, text).status / 100, 2);
    }
    void startDesktop()
    {
        m_desktop = std::make_unique<Desktop>(m_directory->filePath(u"mirrors"_s));
        m_desktop->window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desktop->window()));
        m_desktop->restoreMirrors();
    }
    MainWindow &window() { return m_desktop->window(); }
    QTableView &table() { return *window().findChild<ObjectsPanel *>()->findChild<QTableView *>(); }
    HistoryPanel &historyPanel() { return *window().findChild<HistoryPanel *>(); }
    QTableView &history() { return tableNamed(u"History of this mirror"_s); }
    QTableView &tableNamed(const QString &name)
    {
        const QList<QTableView *> tables = window().findChildren<QTableView *>();
        const auto found = std::ranges::find(tables, name, &QTableView::accessibleName);
        Q_ASSERT(found != tables.end());
        return **found;
    }
    PastBanner &banner() { return *window().findChild<PastBanner *>(); }
    QString status() { return textOf(*window().findChild<StatusLine *>()); }

    static QString textOf(const QWidget &widget)
    {
        QStringList texts;
        const QList<QLabel *> labels = widget.findChildren<QLabel *>();
        for (const QLabel *label : labels)
            texts.append(label->text());
        return texts.join(u' ');
    }
    /// The values of the column "v", by id, as the table shows them.
    QMap<QString, QString> shown()
    {
        const QAbstractItemModel &model = *table().model();
        QMap<QString, QString> values;
        for (int row = 0; row < model.rowCount(); ++row)
            values.insert(model.index(row, 0).data().toString(), model.index(row, 2).data().toString());
        return values;
    }
    static void click(QTableView &view, int row, Qt::KeyboardModifiers modifiers = {})
    {
        const QModelIndex index = view.model()->index(row, 0);
        view.scrollTo(index);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, view.visualRect(index).center());
    }
    /// Waits until the button can be pressed: a click on a hidden one would be lost without a word.
    static void press(const QWidget &widget, const QString &text)
    {
        const QList<QPushButton *> buttons = widget.findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->text().remove(u'&') == text) {
                QTRY_VERIFY(button->isVisible() && button->isEnabled());
                return QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QFAIL(qPrintable(u"no button "_s + text));
    }
    void follow(int records) { QTRY_COMPARE(history().model()->rowCount(), records); }
    /// With GENMIRROR_PICTURES=FOLDER: what a person sees now, to be looked at.
    static void picture(QWidget &widget, const QString &name)
    {
        const QString folder = qEnvironmentVariable("GENMIRROR_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(widget.grab().save(folder + u'/' + name + u".png"_s));
    }
    static QAction *actionNamed(const QWidget &window, const QString &text)
    {
        const QList<QAction *> actions = window.findChildren<QAction *>();
        const auto found = std::ranges::find_if(
            actions, [&](const QAction *action) { return action->text().remove(u'&') == text; });
        return found == actions.end() ? nullptr : *found;
    }
};

} // namespace GenMirror::Test
