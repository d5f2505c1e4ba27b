#pragma once

#include "model/core/setpath.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QTreeWidget;

namespace GenMirror
{

class DifferenceView;

/// One object that differs between two states of a mirror.
struct ShownDifference {
    SetPath set;
    ObjectId id;
    std::optional<QByteArray> before;
    std::optional<QByteArray> after;
};

/// What differs between two states: a list of objects, and the texts of the one that is selected.
class DifferencesDialog : public QDialog
{
    Q_OBJECT
public:
    /// `title` names the two states.
    explicit DifferencesDialog(const QString &title, QWidget *parent = nullptr);

    /// `isAll` false: there are more than are shown.
    void setDifferences(const QList<ShownDifference> &differences, bool isAll);
    void setProblem(const QString &problem);

private:
    void filter(const QString &text);

    QLabel *m_summary;
    QTreeWidget *m_list;
    QLineEdit *m_filter;
    DifferenceView *m_texts;
    QList<ShownDifference> m_differences;
};

} // namespace GenMirror
