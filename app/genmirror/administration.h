#pragma once

#include "app/genmirror/serveradmin.h"
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
    void fetchPage(ServerPage::List list, const QString &filter, const QList<TextRows::Row> &known);
    void fetchSets(const QString &tree, const QJsonObject &shown);
    /// Does it, says how it went, and looks again.
    void act(const QByteArray &method, const QByteArray &path, const QJsonObject &body, const QString &done);
    void say(const QString &sentence);
    void backUp();
    void restore(const QString &backup);
    void removeBackup(const QString &backup);
    void makeToken();
    void revokeToken(const QString &id);
    void exportAudit();
    [[nodiscard]] QWidget *parentOfDialogs() const;

    ServerAdmin m_server;
    QWidget *m_window;
    QPointer<ServerPage> m_page;
    QTimer m_look; ///< While the page is open.
};

} // namespace GenMirror
