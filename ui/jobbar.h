#pragma once

#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace GenMirror
{

/// Something that takes a while: what it is, how far it is, how long it will take, and a way to cancel it.
class JobBar : public QWidget
{
    Q_OBJECT
public:
    explicit JobBar(QWidget *parent = nullptr);

    void begin(const QString &what);
    void setProgress(qint64 done, qint64 all);
    void end();

Q_SIGNALS:
    void cancelRequested();

private:
    QLabel *m_what;
    QProgressBar *m_progress;
    QLabel *m_estimate;
    QElapsedTimer m_clock;
};

} // namespace GenMirror
