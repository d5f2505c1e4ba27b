#include "ui/commandpalette.h"

#include "ui/clearbutton.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QPointer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QString plain(QString text)
{
    text.replace("&&"_L1, "\x01"_L1).remove(u'&').replace(u'\x01', u'&');
    return text;
}

void collect(const QMenu &menu, QList<QAction *> &commands)
{
    const QList<QAction *> actions = menu.actions();
    for (QAction *action : actions) {
        if (!action->isVisible() || action->isSeparator())
            continue;
        if (const QMenu *inner = action->menu())
            collect(*inner, commands);
        else
            commands.append(action);
    }
}

/// Whether all words stand in the name.
bool matches(const QString &name, const QStringList &words)
{
    return std::ranges::all_of(words,
                               [&](const QString &word) { return name.contains(word, Qt::CaseInsensitive); });
}

} // namespace

QList<QAction *> CommandPalette::commandsOf(const QWidget &window)
{
    QList<QAction *> commands;
    const auto *bar = window.findChild<QMenuBar *>();
    const QList<QAction *> menus = bar ? bar->actions() : QList<QAction *>();
    for (const QAction *menu : menus) {
        if (menu->isVisible() && menu->menu())
            collect(*menu->menu(), commands);
    }
    return commands;
}

QString CommandPalette::nameOf(const QAction &action)
{
    QStringList names{plain(action.text())};
    const QList<QObject *> places = action.associatedObjects();
    const QMenu *menu = nullptr;
    for (QObject *place : places) {
        if (auto *found = qobject_cast<QMenu *>(place); found && !menu)
            menu = found; // the first is the one in the menu bar
    }
    while (menu && !menu->title().isEmpty()) {
        names.prepend(plain(menu->title()));
        menu = qobject_cast<const QMenu *>(menu->parent());
    }
    return names.join(u" › "_s);
}

CommandPalette::CommandPalette(const QList<QAction *> &actions, QWidget *parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_line(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setWindowTitle(tr("Commands"));
    setAttribute(Qt::WA_DeleteOnClose);
    std::ranges::copy_if(actions, std::back_inserter(m_actions), &QAction::isEnabled);
    m_line->setPlaceholderText(tr("What would you like to do?"));
    m_line->setAccessibleName(tr("Command"));
    m_line->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setBackgroundRole(QPalette::Light); // raised
    addFieldIcon(m_line, u"search"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_line);
    layout->addWidget(m_list);
    resize(fontMetrics().averageCharWidth() * 70, fontMetrics().height() * 20);
    if (parent)
        move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, parent->height() / 8)));
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_line, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    narrow({});
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Colour::Raised));
    painter.setPen(QPen(theme.colour(Colour::Control), theme.edge()));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void CommandPalette::narrow(const QString &letters)
{
    const QStringList words = letters.split(u' ', Qt::SkipEmptyParts);
    m_list->clear();
    QPixmap room(m_list->iconSize().isValid() ? m_list->iconSize() : QSize(units(16), units(16)));
    room.fill(Qt::transparent); // names stand below each other, with an icon or without
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const QString name = nameOf(*m_actions[i]);
        if (!matches(name, words))
            continue;
        const QString keys = m_actions[i]->shortcut().toString(QKeySequence::NativeText);
        auto *item = new QListWidgetItem(keys.isEmpty() ? name : u"%1    (%2)"_s.arg(name, keys), m_list);
        item->setData(Qt::UserRole, i);
        item->setIcon(m_actions[i]->icon().isNull() ? QIcon(room) : m_actions[i]->icon());
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    QAction *action = m_actions[item->data(Qt::UserRole).toLongLong()];
    close();
    action->trigger();
}

/// The line has the focus; arrows move in the list.
bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<const QKeyEvent *>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace GenMirror
