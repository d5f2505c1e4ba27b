#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QTimer>

#include <deque>

namespace GenMirror
{

/// Which rows changed of late: for a short while that glows and fades, for longer it is marked.
class Flashes : public QObject
{
    Q_OBJECT
public:
    enum class Kind { None, Added, Changed };
    static constexpr int FullMilliseconds = 600;
    static constexpr int Milliseconds = 3000;          ///< After which nothing glows.
    static constexpr int MarkedMilliseconds = 300'000; ///< After which nothing is marked.
    static constexpr qsizetype MostRows = 50'000;      ///< That are remembered; the oldest go first.

    explicit Flashes(QObject *parent = nullptr);

    void add(const QList<qint64> &rows, Kind kind);
    void clear();
    /// Marked as this.
    [[nodiscard]] Kind kindOf(qint64 row) const;
    /// 1: just now; 0: not at all, or no more.
    [[nodiscard]] double strengthOf(qint64 row) const;
    /// The same of something that changed at a time of now().
    [[nodiscard]] double strengthSince(qint64 at) const;
    /// Milliseconds of a clock that is never set.
    [[nodiscard]] qint64 now() const { return m_clock.elapsed(); }

Q_SIGNALS:
    /// Strengths or marks are others: paint again.
    void faded();

private:
    struct Mark {
        Kind kind = Kind::None;
        qint64 at = 0; // as now()
    };
    struct Entry {
        qint64 row = 0;
        qint64 at = 0;
    };
    void forgetOldest();
    void fade();
    void schedule();

    QElapsedTimer m_clock;
    QTimer m_timer;
    QHash<qint64, Mark> m_marks;
    std::deque<Entry> m_order; ///< Oldest first; a row that changed again is there twice.
};

} // namespace GenMirror
