#pragma once

#include "sync/client/serverapi.h"
#include "ui/serverpage.h"

#include <QPointer>
#include <QTimer>

namespace GenMirror
{

/// What an admin does to one server from the desktop: the server page, and the dialogs before each act.
class Administration : public QObject
{
    Q_OBJECT
public:
    /// Dialogs belong to `window`.
    Administration(const QUrl &server, const ServerCredentials &credentials, QWidget *window,
                   QObject *parent = nullptr);
    ~Administration() override;

    void showPage();
    void compact(const QString &tree);
    void reset(const QString &tree);

Q_SIGNALS:
    /// A sentence on what was done, or on why it was not.
    void told(const QString &sentence);

private:
    void connectPage();
    void fetchRows();
    void fetchTrees(const QList<TextRows::Row> &known);
    void fetchAudit(const QString &filter);
    /// Shows a list once it is there: `rowOf` makes a row of each.
    template <typename T>
    void showWhenThere(const ServerApi::Reply<QList<T>> &reply, ServerPage::List list,
                       TextRows::Row (*rowOf)(const T &));
    void openCompaction(const TreeDetails &details);
    /// Says how it went once that is known, and looks again.
    template <typename T>
    void tellWhenDone(const ServerApi::Reply<T> &reply, const QString &done);
    void say(const QString &sentence);
    void backUp();
    void restore(const QString &backup);
    void removeBackup(const QString &backup);
    void makeToken();
    void revokeToken(const QString &id);
    void exportAudit();
    [[nodiscard]] QWidget *parentOfDialogs() const;

    ServerApi m_server;
    QWidget *m_window;
    QPointer<ServerPage> m_page;
    QTimer m_look; ///< While the page is open.
};

} // namespace GenMirror
