#pragma once

#include "model/items/objecttablemodel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTableView;

namespace GenMirror
{

/// The table of a set's objects with its filter.
class ObjectsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ObjectsPanel(ObjectTableModel *model, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void focusFilter();
    /// The object that is looked at; its id as JSON, empty if there is none.
    [[nodiscard]] QByteArray currentId() const;
    /// The selected objects' texts, one a line, to the clipboard.
    void copySelection() const;

Q_SIGNALS:
    /// The object that is looked at is another, or has another text.
    void currentChanged(const QString &id, const QByteArray &text);

private:
    void tellCurrent();
    void tellCount();

    ObjectTableModel *m_model;
    QLabel *m_title;
    QLineEdit *m_filter;
    QLabel *m_count;
    QTableView *m_view;
    QLabel *m_empty;
};

} // namespace GenMirror
