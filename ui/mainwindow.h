#pragma once

#include "model/items/historymodel.h"
#include "model/items/mirrortreemodel.h"
#include "model/items/objecttablemodel.h"

#include <QMainWindow>

namespace GenMirror
{

class InspectorPanel;
class MirrorsPanel;
class ObjectsPanel;
class StatusLine;

/// The window: mirrors left, objects in the centre, inspector right, history below, state in the status bar.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(MirrorTreeModel *mirrors, ObjectTableModel *objects, HistoryModel *history,
               QWidget *parent = nullptr);

    [[nodiscard]] int currentMirror() const;
    void selectSet(const QModelIndex &index);
    void setStatus(const MirrorStatus &status);
    void clearStatus();

Q_SIGNALS:
    void setSelected(int mirror, qint64 set);
    void addServerRequested();
    void refreshRequested(int mirror);
    void pauseRequested(int mirror);
    void repairRequested(int mirror);
    void removeRequested(int mirror);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeActions();
    void makeDock(const QString &title, const QString &name, QWidget *widget, Qt::DockWidgetArea area);
    void confirmRemoval();

    MirrorTreeModel *m_model;
    MirrorsPanel *m_mirrors;
    ObjectsPanel *m_objects;
    InspectorPanel *m_inspector;
    StatusLine *m_status;
    QMenu *m_mirrorMenu = nullptr;
};

} // namespace GenMirror
