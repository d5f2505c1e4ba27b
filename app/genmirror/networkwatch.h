#pragma once

#include <QObject>
#include <QTimer>

namespace GenMirror
{

/// Tells when connections that seem to live are dead: the machine slept, or is on a network again.
class NetworkWatch : public QObject
{
    Q_OBJECT
public:
    explicit NetworkWatch(QObject *parent = nullptr);

Q_SIGNALS:
    void returned();

private:
    void look();

    QTimer m_timer;
    qint64 m_slept = 0; ///< Milliseconds since the machine's start.
};

} // namespace GenMirror
