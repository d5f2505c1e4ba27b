#pragma once

#include "model/items/historymodel.h"
#include "model/items/mirrortreemodel.h"
#include "model/items/objecttablemodel.h"
#include "model/items/serverhistorymodel.h"

#include <QMainWindow>

#include <optional>

namespace GenMirror
{

class HistoryPanel;
class InspectorPanel;
class MirrorsPanel;
class ObjectsPanel;
class PastBanner;
class StatusLine;

/// The window: mirrors left, objects in the centre, inspector right, history below, state in the status bar.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    struct Models {
        MirrorTreeModel *mirrors;
        ObjectTableModel *objects;
        HistoryModel *history;
        ServerHistoryModel *serverHistory;
    };
    explicit MainWindow(const Models &models, QWidget *parent = nullptr);

    [[nodiscard]] int currentMirror() const;
    void selectSet(const QModelIndex &index);
    void setStatus(const MirrorStatus &status);
    void clearStatus();
    /// Marks that an earlier state is shown.
    void showPast(const HistoryRecord &record);
    void showLive();
    /// Of the object that is looked at; after versionsRequested().
    void setVersions(const QList<ObjectVersion> &versions);
    /// The set that is looked at.
    [[nodiscard]] SetPath currentSet() const;
    /// The object that is looked at; none if none is selected.
    [[nodiscard]] std::optional<ObjectId> currentObject() const;
    void setServerHistoryProblem(const QString &problem);
    /// Whether the server of the mirror that is looked at lets this person administer it.
    void setAdmin(bool isAdmin);

Q_SIGNALS:
    void setSelected(int mirror, qint64 set);
    void addServerRequested();
    void refreshRequested(int mirror);
    void pauseRequested(int mirror);
    void repairRequested(int mirror);
    void removeRequested(int mirror);
    void replaceCacheRequested();
    void viewRequested(qint64 record);
    void liveRequested();
    void differencesRequested(qint64 from, qint64 to);
    void versionsRequested();
    void serverHistoryShown(bool shown);
    void credentialsRequested(int mirror);
    void serverPageRequested(int mirror);
    void compactRequested(int mirror);
    void resetRequested(int mirror);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeActions();
    void makeDock(const QString &title, const QString &name, QWidget *widget, Qt::DockWidgetArea area);
    void makeViewMenu();
    void connectPanels();
    void copyPath() const;
    void confirmRemoval();

    MirrorTreeModel *m_model;
    MirrorsPanel *m_mirrors;
    ObjectsPanel *m_objects;
    InspectorPanel *m_inspector;
    HistoryPanel *m_history;
    PastBanner *m_banner;
    StatusLine *m_status;
    QMenu *m_mirrorMenu = nullptr;
    QMenu *m_adminMenu = nullptr;
};

} // namespace GenMirror
