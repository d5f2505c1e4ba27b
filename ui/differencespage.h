#pragma once

#include "model/items/differencemodel.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QTreeView;

namespace GenMirror
{

class DifferenceView;

/// What differs between two states, in place of the table: sets, objects, attributes; below them the one that
/// is selected, word by word.
class DifferencesPage : public QWidget
{
    Q_OBJECT
public:
    explicit DifferencesPage(QWidget *parent = nullptr);

    /// Shows itself: the two states are being compared. `title` names both, `states` each, `when` their
    /// times.
    void begin(const QString &title, const QString &when, const std::pair<QString, QString> &states);
    /// `isAll` false: there are more than are shown.
    void setDifferences(const QList<ObjectDifference> &differences, bool isAll);
    void setProblem(const QString &problem);
    /// Forgets what it shows.
    void clear();

Q_SIGNALS:
    /// By Esc, or its button.
    void left();

private:
    void build();
    void filter();
    void showCounts();
    void showCurrent();

    QLabel *m_title;
    QLabel *m_when;
    QLabel *m_summary;
    QButtonGroup *m_kinds; ///< Ids: -1 all, else a kind's number.
    QLineEdit *m_filter;
    DifferenceModel m_model;
    QTreeView *m_list;
    DifferenceView *m_texts;
    QString m_times;
    std::pair<QString, QString> m_states;
};

} // namespace GenMirror
