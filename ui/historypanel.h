#pragma once

#include "model/items/historymodel.h"
#include "model/items/serverhistorymodel.h"

#include <QPersistentModelIndex>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QLabel;
class QLayout;
class QTableView;
class QTabWidget;

namespace GenMirror
{

class Timeline;

/// What a mirror applied, with the way back to each of its states; beside it what the server did.
class HistoryPanel : public QWidget
{
    Q_OBJECT
public:
    HistoryPanel(HistoryModel *history, ServerHistoryModel *server, QWidget *parent = nullptr);

    /// How far back it goes and what that costs.
    void setExtent(const HistoryExtent &extent);
    /// The state that is looked at; 0: the newest.
    void setViewed(qint64 record);
    /// One that is being made; until it is looked at all else stays. What is known of it; null: nothing yet.
    const HistoryRecord *setAsked(qint64 record);
    /// In place of the server's history.
    void setServerProblem(const QString &problem);
    /// The updates that changed the object that is looked at.
    void setTouched(const QList<qint64> &records);
    /// The range of the timeline is not looked at any more.
    void clearRange();
    [[nodiscard]] Timeline &timeline() { return *m_timeline; }
    /// As wide as they were at first.
    void resetColumns();
    /// Looks at the next older (1) or newer (-1) state.
    void step(int towardsThePast);

Q_SIGNALS:
    void viewRequested(qint64 record);
    void liveRequested();
    void differencesRequested(qint64 from, qint64 to);
    /// What differs is not to be looked at any more.
    void differencesLeft();
    /// The server's history is looked at, or not any more.
    void serverShown(bool shown);

private:
    [[nodiscard]] QTableView *makeView(QAbstractItemModel *model, const QString &name);
    [[nodiscard]] QLayout *makeHead();
    void tellScale();
    void tellExtent();
    [[nodiscard]] QList<qint64> selected() const;
    void enableButtons();
    void selectViewed();

    HistoryModel *m_history;
    Timeline *m_timeline;
    QTabWidget *m_tabs;
    QTableView *m_view;
    QTableView *m_serverView;
    QLabel *m_extent;
    QLabel *m_problem;
    QLabel *m_serverEnd; ///< Where the server's history ends.
    QString m_extentText;
    QButtonGroup *m_spans; ///< Each button's id is its place among the spans.
    QAbstractButton *m_look;
    QAbstractButton *m_compare;
    qint64 m_viewed = 0;
    qint64 m_asked = 0;          ///< What is viewed soon; 0: nothing else.
    QPersistentModelIndex m_top; ///< The first row in sight, while rows come in above it.
};

} // namespace GenMirror
