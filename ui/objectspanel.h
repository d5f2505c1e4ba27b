#pragma once

#include "model/items/objecttablemodel.h"

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;

namespace GenMirror
{

class FilterLine;
class ObjectDelegate;
class RowTable;

/// The table of a set's objects with its filter.
class ObjectsPanel : public QWidget
{
    Q_OBJECT
public:
    /// How a set is looked at: what a tab remembers of it.
    struct ViewState {
        QString filter;
        QString sortedBy; ///< An attribute; empty: see isSorted.
        bool isSorted = false;
        bool isDescending = false;
        QByteArray current; ///< The object's id as JSON; empty: none.
    };
    enum class CopyFormat { Json, Csv, Tsv };

    explicit ObjectsPanel(ObjectTableModel *model, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// Why there is nothing yet; empty: there is no reason but that the set is empty.
    void setWaiting(const QString &reason);
    /// Before another set is shown: columns are chosen, moved and sized under this name.
    void setColumnsName(const QString &name);
    [[nodiscard]] ViewState viewState() const;
    /// After the set was given to the model; the current object is found once its row is known.
    void restore(const ViewState &state);
    void focusFilter();
    /// To the table.
    void takeFocus();
    /// The object that is looked at; its id as JSON, empty if there is none.
    [[nodiscard]] QByteArray currentId() const;
    /// Looks at an object of this set; false: it is not shown (yet).
    bool showObject(const QByteArray &id, qint64 row);
    /// Rows of the mirror that are selected, in the order in which they are shown.
    [[nodiscard]] QList<qint64> selectedRows() const;
    /// Names of the columns after the key, as they are shown from left to right.
    [[nodiscard]] QStringList shownColumns() const;
    /// The selected objects to the clipboard; JSON: their texts, one a line.
    void copySelection(CopyFormat format) const;
    void setFlashing(bool flashes);
    void setCompact(bool compact);
    /// Takes over from the window what is offered for an object.
    void setContextMenu(QMenu *menu) { m_menu = menu; }
    /// Chooses columns; at the header, too.
    /// Those of the set that is shown, as they were at first.
    void resetColumns();
    void showColumnMenu(const QPoint &globalPosition);

Q_SIGNALS:
    /// The object that is looked at is another, or has another text.
    void currentChanged(const QString &id, const QByteArray &text);

private:
    void build();
    void connectModel();
    void tellCurrent();
    void tellCount();
    void restoreColumns();
    void rememberColumns() const;
    void arrived(const QList<qint64> &rows);
    void showArrived();
    void clearArrivedIfSeen();

    ObjectTableModel *m_model;
    QLabel *m_title;
    FilterLine *m_filter;
    QLabel *m_count;
    RowTable *m_view;
    ObjectDelegate *m_delegate;
    QLabel *m_empty;
    QPushButton *m_news;
    QMenu *m_menu = nullptr;
    QString m_columnsName;
    QString m_waiting;
    QList<qint64> m_arrived;
    bool m_restoring = false;
};

} // namespace GenMirror
