// What the window shows of time: which state is looked at, what differs between two, an object's versions.
#include "ui/differencespage.h"
#include "ui/historypanel.h"
#include "ui/inspectorpanel.h"
#include "ui/mainwindow.h"
#include "ui/objectspanel.h"
#include "ui/pastbanner.h"
#include "ui/statusline.h"
#include "ui/theme/theme.h"

#include <QApplication>

namespace GenMirror
{

void MainWindow::showPast(const HistoryRecord &record, qint64 objects)
{
    m_history->setViewed(record.id);
    m_inspector->setViewed(record.id);
    m_status->setPast(record, objects);
    m_banner->showRecord(record);
    Theme::setPast(this, true);
}

void MainWindow::showLive()
{
    m_history->setViewed(0);
    m_inspector->setViewed(0);
    m_status->setPast({}, 0);
    m_banner->hide();
    Theme::setPast(this, false);
}

void MainWindow::showDifferences(const QString &title, const QString &when,
                                 const std::pair<QString, QString> &states)
{
    m_sets->hide();
    m_differences->begin(title, when, states);
}

void MainWindow::leaveDifferences()
{
    m_history->clearRange();
    if (!m_differences->isVisibleTo(this))
        return;
    const bool hadFocus = m_differences->isAncestorOf(QApplication::focusWidget());
    m_differences->clear();
    m_sets->show();
    if (hadFocus)
        m_objects->takeFocus();
}

void MainWindow::showOpening(qint64 record)
{
    m_banner->showOpening(m_history->setAsked(record));
}

void MainWindow::setVersions(const QList<ObjectVersion> &versions, InspectorPanel::Versions kind)
{
    m_inspector->setVersions(versions, kind);
    QList<qint64> touched;
    for (const ObjectVersion &version : versions) {
        if (!version.isOldest) // that one was made before its record
            touched.append(version.record.id);
    }
    m_history->setTouched(touched);
}

} // namespace GenMirror
