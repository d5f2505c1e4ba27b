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
    /// Dialogs belong to `window`; `gate` is asked before each change.
    Administration(const QUrl &server, const ServerCredentials &credentials, const ChangeGate &gate,
                   QWidget *window, QObject *parent = nullptr);
    ~Administration() override;

    /// What the page offers.
    void setAllowance(const Allowance &allowance);
    void showPage();
    void compact(const QString &tree);
    void reset(const QString &tree);

Q_SIGNALS:
    /// A sentence on what was done, or on why it was not.
    void told(const QString &sentence);
    void pageMade(QWidget *page);

private:
    void connectPage();
    void fetchRows();
    void fetchTrees(const QList<TextRows::Row> &known, int fetch);
    void fetchAudit(const QString &filter, int fetch);
    /// An answer to fetchRows() was taken.
    void fetched(int fetch);
    /// Shows a list once it is there: `rowOf` makes a row of each.
    template <typename T>
    void showWhenThere(const ServerApi::Reply<QList<T>> &reply, ServerPage::List list,
                       TextRows::Row (*rowOf)(const T &), int fetch);
    void openCompaction(const TreeDetails &details);
    /// Says how it went once that is known, and looks again.
    template <typename T>
    void tellWhenDone(const ServerApi::Reply<T> &reply, const QString &done);
    void say(const QString &sentence);
    void sayOnceShown(const QString &sentence);
    void sayNow();
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
    Allowance m_allowance;
    int m_fetches = 0;  ///< So far.
    QString m_toSay;    ///< Once the list shows what was done:
    int m_sayAfter = 0; ///< this fetch was asked for since.
    QTimer m_look;      ///< While the page is open.
};

} // namespace GenMirror
