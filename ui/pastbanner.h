#pragma once

#include "model/core/historyrecord.h"

#include <QFrame>

class QLabel;

namespace GenMirror
{

/// Says plainly that the window shows an earlier state, and leads back.
class PastBanner : public QFrame
{
    Q_OBJECT
public:
    explicit PastBanner(QWidget *parent = nullptr);

    /// Shows itself.
    void showRecord(const HistoryRecord &record);
    /// The same, of a state that is being made; null: it is not known which generation it is.
    void showOpening(const HistoryRecord *record);
    /// Tells the age anew.
    void tick();

Q_SIGNALS:
    void liveRequested();
    void stepRequested(int towardsThePast);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void takeColours();

    QLabel *m_text;
    HistoryRecord m_record;
    bool m_isOpening = false;
};

} // namespace GenMirror
