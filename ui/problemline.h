#pragma once

#include "model/core/trouble.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace GenMirror
{

/// What a step is called on a button.
[[nodiscard]] QString nameOf(NextStep step);

/// A message in a dialog, always shown whole, with the next step as a button where there is one.
class ProblemLine : public QWidget
{
    Q_OBJECT
public:
    explicit ProblemLine(QWidget *parent = nullptr);

    /// No step; empty: nothing is shown.
    void setText(const QString &text) { setTrouble(text); }
    void setTrouble(const Trouble &trouble);
    /// Those that the dialog can take; others are not offered.
    void setSteps(const QList<NextStep> &steps) { m_steps = steps; }

Q_SIGNALS:
    void chosen(NextStep step);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// A label tells a layout its height for the width that it would like, not for the one that it gets.
    void fit();

    QLabel *m_text;
    QPushButton *m_button;
    QBoxLayout *m_layout;
    QList<NextStep> m_steps;
    NextStep m_step = NextStep::None;
};

} // namespace GenMirror
