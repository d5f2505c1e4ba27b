#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace GenMirror
{

/// A connection that a file brings, as a person has to know it before they take it. Plain text, from outside.
struct ImportedConnection {
    QString name; ///< Empty: the address.
    QString address;
    QString tree;
    QString marks;
    QStringList authority;  ///< A line for each certificate that is believed.
    QStringList changes;    ///< What of that which is there would be another: a sentence each.
    bool isNothing = false; ///< All of it is there already.
};

/// Shows what a file of connections brings, and what it would change. Chosen is, at first, what changes
/// nothing that is there.
class ImportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ImportDialog(const QList<ImportedConnection> &connections, QWidget *parent = nullptr);

    /// Places in the list that was given.
    [[nodiscard]] QList<qsizetype> chosen() const;

private:
    void addConnection(const ImportedConnection &connection);
    void tellChosen();

    QTreeWidget *m_list;
    QLabel *m_summary;
    QPushButton *m_import;
};

} // namespace GenMirror
