#pragma once

#include <QList>
#include <QLocale>
#include <QString>

namespace GenMirror
{

/// A stretch of time along a line of pixels. Times are milliseconds since 1970, ticks stand at local times.
class TimeScale
{
public:
    TimeScale() = default;
    /// `from` is before `to`, `left` left of `right`.
    TimeScale(qint64 from, qint64 to, int left, int right);

    [[nodiscard]] qint64 from() const { return m_from; }
    [[nodiscard]] qint64 to() const { return m_to; }
    [[nodiscard]] int left() const { return m_left; }
    [[nodiscard]] int right() const { return m_right; }
    /// Of what is out of sight, too.
    [[nodiscard]] double x(qint64 at) const;
    [[nodiscard]] qint64 at(double x) const;

    struct Tick {
        qint64 at = 0;
        QString text;
        bool isLong = false; ///< A Monday, the first of a month, a midnight, a full hour.
    };
    /// As many as there is room for, each so many pixels wide: seconds, minutes, hours, days, months or
    /// years.
    [[nodiscard]] QList<Tick> ticks(int width, const QLocale &locale = QLocale()) const;

private:
    qint64 m_from = 0;
    qint64 m_to = 1;
    int m_left = 0;
    int m_right = 1;
};

} // namespace GenMirror
