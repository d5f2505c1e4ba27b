#pragma once

#include "sync/client/apicall.h"
#include "tests/ui/desktopfixture.h"
#include "ui/compactdialog.h"
#include "ui/confirmdialog.h"
#include "ui/start/samplecard.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>

namespace GenMirror::Test
{

/// Uses everything that there is in the running window: each action, each button, and in each dialog that
/// opens again each button, filled in as a person would. What there is, is taken from the window itself, so
/// what is new is used as well.
class WindowWalk : public DesktopFixture
{
protected:
    using Step = std::function<void()>;

    bool m_isForced = false; ///< What cannot be used is made usable: as if its author forgot to ask.
    int m_used = 0;          ///< Steps that were the last of their way.

    /// The window is to be as it is at first, with an object selected.
    virtual void makeReady() = 0;
    /// A dialog or page is open and filled in.
    virtual void seen(QDialog &) {}

    void walkEverything()
    {
        makeReady();
        const qsizetype actions = actionsOfWindow().size();
        for (qsizetype i = 0; i < actions; ++i)
            walk({[this, i] { use(actionsOfWindow().value(i)); }}, 0);
        makeReady();
        const qsizetype buttons = buttonsOf(window()).size();
        for (qsizetype i = 0; i < buttons; ++i)
            walk({[this, i] { use(buttonsOf(window()).value(i)); }}, 0);
    }

    /// All calls of the API have their answers, and what was to happen then has happened.
    static void settle()
    {
        QVERIFY(QTest::qWaitFor([] {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return ApiCall::underWay() == 0;
        }));
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    static QList<QDialog *> openDialogs()
    {
        QList<QDialog *> dialogs;
        const QWidgetList widgets = QApplication::topLevelWidgets();
        for (QWidget *widget : widgets) {
            if (auto *dialog = qobject_cast<QDialog *>(widget); dialog && dialog->isVisible())
                dialogs.append(dialog);
        }
        return dialogs;
    }
    static void closeDialogs()
    {
        while (QWidget *popup = QApplication::activePopupWidget())
            popup->close();
        const QList<QDialog *> dialogs = openDialogs();
        for (const QPointer<QDialog> dialog : dialogs) {
            if (dialog)
                dialog->close();
        }
        settle();
    }

private:
    QList<QAction *> actionsOfWindow()
    {
        QList<QAction *> actions;
        const QList<QAction *> all = window().findChildren<QAction *>();
        for (QAction *action : all) {
            if (!action->menu() && !action->isSeparator())
                actions.append(action);
        }
        return actions;
    }
    /// Those that do something; of a page with tabs in the order of its tabs.
    static QList<QAbstractButton *> buttonsOf(QWidget &place)
    {
        QList<QAbstractButton *> buttons;
        const QList<QAbstractButton *> all = place.findChildren<QAbstractButton *>();
        for (QAbstractButton *button : all) {
            const auto *box = qobject_cast<QDialogButtonBox *>(button->parentWidget());
            const bool leaves = box && (box->buttonRole(button) == QDialogButtonBox::RejectRole);
            const auto *tool = qobject_cast<QToolButton *>(button);
            const bool opensMenu = tool && tool->menu(); // whose actions are used as actions
            // It starts a server of its own, whose mirror comes when it is ready: amid the next steps.
            const bool isSample = qobject_cast<SampleCard *>(button->parentWidget()) != nullptr;
            if (button->window() == place.window() && !button->isCheckable() && !leaves && !opensMenu &&
                !isSample)
                buttons.append(button);
        }
        return buttons;
    }
    void use(QAction *action) const
    {
        QVERIFY(action);
        if (m_isForced)
            action->setEnabled(true);
        action->trigger();
    }
    void use(QAbstractButton *button) const
    {
        if (!button)
            return; // there is one for each row, and a row has gone
        showTabOf(*button);
        if (m_isForced)
            button->setEnabled(true);
        if (m_isForced || button->isVisible())
            button->click();
    }
    /// And a row of its table is selected.
    static void showTabOf(QWidget &widget)
    {
        auto *dialog = qobject_cast<QDialog *>(widget.window());
        auto *tabs = dialog ? dialog->findChild<QTabWidget *>() : nullptr;
        for (int i = 0; tabs && i < tabs->count(); ++i) {
            if (!tabs->widget(i)->isAncestorOf(&widget))
                continue;
            tabs->setCurrentIndex(i);
            settle();
            if (auto *table = tabs->widget(i)->findChild<QTableView *>())
                table->selectRow(0);
        }
    }
    void fill(QDialog &dialog) const
    {
        const QList<QPlainTextEdit *> texts = dialog.findChildren<QPlainTextEdit *>();
        for (QPlainTextEdit *text : texts) {
            if (text->isReadOnly())
                continue;
            const QString now = text->toPlainText();
            text->setPlainText(now.isEmpty() ? u"{\"id\":%1}"_s.arg(1000 + m_used)
                                             : now.chopped(1) + u",\"w\":%1}"_s.arg(m_used));
        }
        const bool hasToBeTyped = qobject_cast<ConfirmDialog *>(&dialog) != nullptr;
        const QList<QLineEdit *> lines = dialog.findChildren<QLineEdit *>();
        for (QLineEdit *line : lines) {
            if (line->text().isEmpty() && !line->isReadOnly())
                line->setText(hasToBeTyped ? line->placeholderText() : u"a walk"_s);
        }
        if (auto *compaction = qobject_cast<CompactDialog *>(&dialog)) {
            compaction->findChild<QSpinBox *>()->setValue(0);
            QVERIFY(QTest::qWaitFor([&] { return !textOf(dialog).contains("Looking what that means"_L1); }));
        }
        settle();
    }
    /// Goes a way from the beginning; gives the dialog that its last step opened.
    QDialog *reach(const QList<Step> &way)
    {
        closeDialogs();
        makeReady();
        QList<QDialog *> before;
        for (const Step &step : way) {
            before = openDialogs();
            step();
            settle();
        }
        const QList<QDialog *> now = openDialogs();
        for (QDialog *dialog : now) {
            if (!before.contains(dialog) && !qobject_cast<QFileDialog *>(dialog)) // that is the system's
                return dialog;
        }
        return nullptr;
    }
    void walk(const QList<Step> &way, int depth)
    {
        constexpr int deepest = 5;
        for (qsizetype i = 0;; ++i) {
            ++m_used;
            QDialog *dialog = reach(way);
            if (!dialog || depth > deepest || QTest::currentTestFailed())
                return;
            fill(*dialog);
            seen(*dialog);
            if (i >= buttonsOf(*dialog).size())
                return;
            QList<Step> further = way;
            further.append([this, i] {
                QDialog *open = QPointer<QDialog>(newestDialog());
                QVERIFY(open);
                fill(*open);
                use(buttonsOf(*open).value(i));
            });
            walk(further, depth + 1);
        }
    }
    /// The one from which none of the others was opened.
    static QDialog *newestDialog()
    {
        QDialog *newest = nullptr;
        qsizetype deepest = -1;
        const QList<QDialog *> dialogs = openDialogs();
        for (QDialog *dialog : dialogs) {
            qsizetype depth = 0;
            for (const QWidget *parent = dialog->parentWidget(); parent; parent = parent->parentWidget())
                ++depth;
            if (std::exchange(deepest, std::max(deepest, depth)) < depth)
                newest = dialog;
        }
        return newest;
    }
};

} // namespace GenMirror::Test
