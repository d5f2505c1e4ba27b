#pragma once

#include "app/genmirror/cacheview.h"
#include "sync/client/mirrorsession.h"
#include "ui/mainwindow.h"

#include <map>

namespace GenMirror
{

/// Wires sessions, models and the window together, and remembers which mirrors there are.
class Desktop : public QObject
{
    Q_OBJECT
public:
    /// Caches are kept below this directory, one folder for each server.
    explicit Desktop(QString cacheRoot, QObject *parent = nullptr);

    /// The mirrors of the last time.
    void restoreMirrors();
    void addMirror(const QUrl &server, const QString &tree);
    [[nodiscard]] MainWindow &window() { return m_window; }

private:
    struct Mirror {
        std::unique_ptr<MirrorSession> session;
        std::shared_ptr<CacheView> view;
    };

    void showSet(int mirror, qint64 set);
    void showFirstObjects(int mirror);
    void statusChanged(int mirror, const MirrorStatus &status);
    void updateApplied(int mirror, const AppliedUpdate &update);
    void openView(int mirror);
    void removeMirror(int mirror);
    void askForServer();
    void remember() const;

    QString m_cacheRoot;
    MirrorTreeModel m_mirrorTree;
    ObjectTableModel m_objects;
    HistoryModel m_history;
    std::map<int, Mirror> m_mirrors;
    int m_shown = 0;
    MainWindow m_window;
};

} // namespace GenMirror
