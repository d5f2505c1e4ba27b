#include "ui/shortcutspage.h"

#include "ui/commandpalette.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace GenMirror
{

ShortcutsPage::ShortcutsPage(const QList<QAction *> &actions, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *list = new QTreeWidget(this);
    list->setHeaderLabels({tr("Keys"), tr("What they do")});
    list->setRootIsDecorated(false);
    list->setAlternatingRowColors(true);
    list->setUniformRowHeights(true);
    list->setAccessibleName(tr("Keyboard shortcuts"));
    for (const QAction *action : actions) {
        if (!action->shortcut().isEmpty())
            list->addTopLevelItem(new QTreeWidgetItem(
                {action->shortcut().toString(QKeySequence::NativeText), CommandPalette::nameOf(*action)}));
    }
    const auto name = [](const QKeySequence &keys) { return keys.toString(QKeySequence::NativeText); };
    list->addTopLevelItems(
        {new QTreeWidgetItem({name(Qt::Key_F6), tr("Goes to the next part of the window")}),
         new QTreeWidgetItem({name(Qt::Key_Return), tr("In the history: views that state")}),
         new QTreeWidgetItem({tr("Middle button"), tr("On a set: opens it in a tab of its own")})});
    list->header()->resizeSections(QHeaderView::ResizeToContents);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(list);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 28);
}

} // namespace GenMirror
