#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace GenMirror
{

/// A few hints for somebody who sees the program for the first time, one after the other; until it is closed.
class HintBar : public QFrame
{
    Q_OBJECT
public:
    explicit HintBar(QWidget *parent = nullptr);

    /// From the first.
    void start();

private:
    void showHint(qsizetype hint);

    QStringList m_hints;
    QLabel *m_text;
    QPushButton *m_next;
    qsizetype m_hint = 0;
};

} // namespace GenMirror
