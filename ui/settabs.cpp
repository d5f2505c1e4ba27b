#include "ui/settabs.h"

#include "model/items/plaintip.h"

#include <QMouseEvent>

namespace GenMirror
{

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
    setAccessibleName(tr("Open sets"));
    addTab(tr("Nothing yet"));
    connect(this, &QTabBar::currentChanged, this, &SetTabs::enter);
    connect(this, &QTabBar::tabCloseRequested, this, &SetTabs::close);
    connect(this, &QTabBar::tabMoved, this, [this](int from, int to) {
        m_tabs.move(from, to);
        m_entered = currentIndex();
    });
}

void SetTabs::setCurrentTitle(const QString &title, const QString &toolTip)
{
    setTabText(currentIndex(), QString(title).replace(u'&', QStringLiteral("&&")));
    setTabToolTip(currentIndex(), plainTip(toolTip));
}

void SetTabs::open(const SetTab &tab, const QString &title)
{
    const int at = currentIndex() + 1;
    m_tabs.insert(at, tab);
    m_quiet = true;
    insertTab(at, QString(title).replace(u'&', QStringLiteral("&&")));
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
        addTab(QString(title).replace(u'&', QStringLiteral("&&")));
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
    for (int index = count() - 1; index >= 0; --index) {
        if (m_tabs[index].mirror == mirror && count() > 1)
            close(index);
        else if (m_tabs[index].mirror == mirror)
            m_tabs[index] = SetTab{};
    }
}

void SetTabs::step(int by)
{
    setCurrentIndex((currentIndex() + by + count()) % count());
}

void SetTabs::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton)
        close(tabAt(event->pos()));
    else
        QTabBar::mouseReleaseEvent(event);
}

} // namespace GenMirror
