#pragma once

#include <QElapsedTimer>
#include <QString>

namespace GenMirror
{

/// A line of progress on standard error, redrawn ten times a second; silent where that is no terminal.
class Progress
{
public:
    /// `total` 0: not known.
    Progress(QString what, qint64 total);
    /// Ends the line.
    ~Progress();
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    void update(qint64 done);

private:
    void draw() const;

    QString m_what;
    qint64 m_total;
    qint64 m_done = 0;
    bool m_shown = false;
    QElapsedTimer m_clock;
    qint64 m_drawnAt = -1000; ///< Milliseconds on m_clock.
};

} // namespace GenMirror
