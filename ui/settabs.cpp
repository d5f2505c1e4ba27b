#include "ui/settabs.h"

#include "model/items/plaintip.h"
#include "ui/foreigntext.h"

#include <QMouseEvent>

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr qsizetype TitleCharacters = 40; // of a title

} // namespace

SetTabs::SetTabs(QWidget *parent)
    : QTabBar(parent)
    , m_tabs{SetTab{}}
{
    setAutoHide(true);
    setTabsClosable(true);
    setMovable(true);
    setDocumentMode(true);
    setExpanding(false);
    setElideMode(Qt::ElideMiddle);
    setUsesScrollButtons(true); // else the window would be as wide as all of them
    setAccessibleName(tr("Open sets"));
    addTab(tr("Nothing yet"));
    connect(this, &QTabBar::currentChanged, this, &SetTabs::enter);
    connect(this, &QTabBar::tabCloseRequested, this, &SetTabs::close);
    connect(this, &QTabBar::tabMoved, this, [this](int from, int to) {
        m_tabs.move(from, to);
        m_entered = currentIndex();
    });
}

void SetTabs::setTitle(int index, const QString &title, const QString &toolTip)
{
    setTabText(index, shortEntry(title, TitleCharacters));
    setTabToolTip(index, plainTip(toolTip));
}

bool SetTabs::raiseThatOf(int mirror, const SetPath &set)
{
    const auto found = std::ranges::find_if(
        m_tabs, [&](const SetTab &tab) { return tab.mirror == mirror && tab.set == set; });
    if (found == m_tabs.end())
        return false;
    if (current().mirror != mirror || current().set != set)
        setCurrentIndex(int(found - m_tabs.begin()));
    return true;
}

void SetTabs::open(const SetTab &tab, const QString &title)
{
    const int at = currentIndex() + 1;
    m_tabs.insert(at, tab);
    m_quiet = true;
    insertTab(at, shortEntry(title, TitleCharacters));
    m_quiet = false;
    setCurrentIndex(at);
}

void SetTabs::restore(const QList<SetTab> &tabs, const QStringList &titles, int current)
{
    if (tabs.isEmpty())
        return;
    m_quiet = true;
    while (count() > 0)
        removeTab(0);
    m_tabs = tabs;
    for (const QString &title : titles)
        addTab(shortEntry(title, TitleCharacters));
    m_entered = qBound(0, current, int(tabs.size()) - 1);
    setCurrentIndex(m_entered);
    m_quiet = false;
    Q_EMIT entered(m_tabs[m_entered]);
}

void SetTabs::enter(int index)
{
    if (m_quiet || index < 0 || index == m_entered)
        return;
    Q_EMIT left(m_tabs[m_entered]);
    m_entered = index;
    Q_EMIT entered(m_tabs[index]);
}

void SetTabs::close(int index)
{
    if (count() < 2 || index < 0)
        return;
    const bool isCurrent = index == currentIndex();
    m_quiet = true;
    m_tabs.removeAt(index);
    removeTab(index);
    m_quiet = false;
    m_entered = currentIndex();
    if (isCurrent)
        Q_EMIT entered(m_tabs[m_entered]);
}

void SetTabs::closeThoseOf(int mirror)
{
    const bool isCurrentGone = current().mirror == mirror;
    m_quiet = true; // between them nothing of the mirror is to be shown
    for (int index = count() - 1; index >= 0; --index) {
        if (m_tabs[index].mirror != mirror)
            continue;
        if (count() > 1) {
            m_tabs.removeAt(index);
            removeTab(index);
        } else {
            m_tabs[index] = SetTab{};
            setTitle(index, tr("Nothing yet"), {});
        }
    }
    m_quiet = false;
    m_entered = currentIndex();
    if (isCurrentGone)
        Q_EMIT entered(m_tabs[m_entered]);
}

void SetTabs::step(int by)
{
    setCurrentIndex((currentIndex() + by + count()) % count());
}

QSize SetTabs::minimumTabSizeHint(int index) const
{
    constexpr int characters = 20;
    const int usual = fontMetrics().averageCharWidth() * characters;
    QSize size = tabSizeHint(index);
    size.setWidth(std::min(size.width(), usual));
    return size;
}

void SetTabs::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton)
        close(tabAt(event->pos()));
    else
        QTabBar::mouseReleaseEvent(event);
}

} // namespace GenMirror
