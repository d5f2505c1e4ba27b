#pragma once

#include "model/items/mirrortreemodel.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace GenMirror
{

/// Mirrors and their sets, with a filter box.
class MirrorsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit MirrorsPanel(MirrorTreeModel *model, QWidget *parent = nullptr);

    /// Nothing is while the set that is looked at is not there in the state that is shown.
    [[nodiscard]] bool hasCurrent() const;
    /// The mirror that is selected, or whose set is; 0: none.
    [[nodiscard]] int currentMirror() const;
    [[nodiscard]] SetPath currentSet() const;
    /// What is selected, for people; empty: nothing.
    [[nodiscard]] QString currentPath() const;
    void select(const QModelIndex &sourceIndex);

Q_SIGNALS:
    void selected(int mirror, qint64 set);
    /// By a person, though it may be selected already.
    void picked();
    void contextMenuRequested(const QPoint &globalPosition);
    void tabWanted(int mirror, const SetPath &set);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QLineEdit *m_filter;
    QTreeView *m_view;
    QPersistentModelIndex m_pressed; ///< By the middle button.
    QSortFilterProxyModel *m_proxy;  ///< A few thousand sets: a proxy is good enough here.
};

} // namespace GenMirror
