#pragma once

#include <QLineEdit>

class QLabel;

namespace GenMirror
{

/// A line to type into, with a short answer to what was typed at its end.
class AnswerLine : public QLineEdit
{
    Q_OBJECT
public:
    explicit AnswerLine(QWidget *parent = nullptr);

    /// Plain text, a few words; empty: none. What is typed never runs below it.
    void setAnswer(const QString &answer);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void place();

    QLabel *m_answer;
};

} // namespace GenMirror
