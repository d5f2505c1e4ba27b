#pragma once

#include "model/items/allowance.h"
#include "ui/textrows.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QTabWidget;

namespace GenMirror
{

class AdminList;

/// What an admin sees of a server: its trees, clients, tokens, backups and audit log, and what can be done
/// there. It asks for nothing itself: it is given rows, and hands wishes on.
class ServerPage : public QDialog
{
    Q_OBJECT
public:
    enum class List { Trees, Clients, Tokens, Backups, Audit };

    explicit ServerPage(const QString &server, QWidget *parent = nullptr);

    /// What may be done with the server.
    void setAllowance(const Allowance &allowance);
    [[nodiscard]] List shownList() const;
    void setRows(List list, const QList<TextRows::Row> &rows);
    [[nodiscard]] const QList<TextRows::Row> &rows(List list) const;
    /// In place; empty: all is well.
    void setProblem(const QString &problem);
    /// What was done, for a while.
    void setDone(const QString &sentence);
    [[nodiscard]] QString auditFilter() const;

Q_SIGNALS:
    /// Another list is looked at, or the filter is another: it wants rows.
    void rowsWanted();
    void compactRequested(const QString &tree);
    void resetRequested(const QString &tree);
    void backupRequested();
    void restoreRequested(const QString &backup);
    void removeBackupRequested(const QString &backup);
    void forgetClientRequested(const QString &key);
    void makeTokenRequested();
    void revokeTokenRequested(const QString &id);
    void exportAuditRequested();

private:
    void makeLists();
    [[nodiscard]] AdminList *addList(const QString &title, const QStringList &head, const QString &empty);

    QTabWidget *m_tabs;
    QLabel *m_message;
    bool m_tellsWhatWasDone = false;
    QLineEdit *m_filter;
    QList<AdminList *> m_lists; ///< In the order of List.
};

} // namespace GenMirror
