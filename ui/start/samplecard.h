#pragma once

#include <QFrame>

class QButtonGroup;
class QLabel;
class QPushButton;

namespace GenMirror
{

/// How quickly the sample changes.
enum class SamplePace : quint8 { Slow, EachSecond, Fast };

/// Offers something to look at without a server: a real history, played back on this computer.
class SampleCard : public QFrame
{
    Q_OBJECT
public:
    explicit SampleCard(QWidget *parent = nullptr);

    [[nodiscard]] SamplePace pace() const;
    /// It plays already, or plays no more.
    void setRunning(bool isRunning);

Q_SIGNALS:
    void sampleRequested();
    void paceChanged(GenMirror::SamplePace pace);

private:
    QButtonGroup *m_paces;
    QPushButton *m_start;
};

} // namespace GenMirror
