#include "ui/timescale.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace GenMirror
{

namespace
{

enum class TickUnit { Second, Day, Month };

struct TickStep {
    TickUnit unit;
    int count;           ///< Units between two ticks.
    qint64 milliseconds; ///< About.
};

constexpr qint64 SecondLength = 1000;
constexpr qint64 DayLength = 86'400 * SecondLength;
constexpr qint64 MonthLength = 30 * DayLength;

constexpr int SecondsOfADay = 24 * 60 * 60;
constexpr int MonthsOfAYear = 12;

constexpr TickStep seconds(int count)
{
    return {TickUnit::Second, count, count * SecondLength};
}
constexpr TickStep days(int count)
{
    return {TickUnit::Day, count, count * DayLength};
}
constexpr TickStep months(int count)
{
    return {TickUnit::Month, count, count * MonthLength};
}

constexpr std::array<TickStep, 25> TickSteps{
    seconds(1),        seconds(5),         seconds(15),   seconds(30),   seconds(60),
    seconds(300),      seconds(900),       seconds(1800), seconds(3600), seconds(3 * 3600),
    seconds(6 * 3600), seconds(12 * 3600), days(1),       days(2),       days(7),
    days(14),          months(1),          months(2),     months(3),     months(6),
    months(12),        months(24),         months(60),    months(120),   months(600)};

/// How a day is written where the year is known.
QString tickFormat(const char *format)
{
    return QCoreApplication::translate("GenMirror::TimeScale", format);
}

int secondOf(const QDateTime &time)
{
    return time.time().msecsSinceStartOfDay() / int(SecondLength);
}

QDateTime atSecond(const QDate &date, int second)
{
    return {date, QTime::fromMSecsSinceStartOfDay(second * int(SecondLength))};
}

QDateTime firstTick(const QDateTime &from, const TickStep &step)
{
    const QDate date = from.date();
    switch (step.unit) {
    case TickUnit::Second:
        return atSecond(date, secondOf(from) / step.count * step.count);
    case TickUnit::Day:
        if (step.count % 7 == 0)
            return date.addDays(1 - date.dayOfWeek()).startOfDay(); // a Monday
        return date.addDays(-((date.day() - 1) % step.count)).startOfDay();
    case TickUnit::Month:
        break;
    }
    const int month = date.year() * MonthsOfAYear + date.month() - 1;
    const int first = month / step.count * step.count;
    return QDate(first / MonthsOfAYear, first % MonthsOfAYear + 1, 1).startOfDay();
}

QDateTime nextTick(const QDateTime &tick, const TickStep &step)
{
    const QDate date = tick.date();
    switch (step.unit) {
    case TickUnit::Second: {
        const int second = secondOf(tick) + step.count;
        if (second >= SecondsOfADay)
            return date.addDays(1).startOfDay();
        const QDateTime next = atSecond(date, second);
        return next > tick ? next : tick.addSecs(step.count); // where the clocks change
    }
    case TickUnit::Day: {
        const QDate next = date.addDays(step.count);
        const bool staysInMonth = step.count % 7 == 0 || next.month() == date.month();
        return (staysInMonth ? next : QDate(next.year(), next.month(), 1)).startOfDay();
    }
    case TickUnit::Month:
        break;
    }
    return date.addMonths(step.count).startOfDay();
}

TimeScale::Tick tickAt(const QDateTime &tick, const TickStep &step, const QLocale &locale)
{
    const QDate date = tick.date();
    const bool isFirst = date.day() == 1;
    TimeScale::Tick made{.at = tick.toMSecsSinceEpoch(), .text = {}};
    if (step.unit == TickUnit::Month) {
        made.isLong = date.month() == 1;
        made.text = made.isLong || step.count >= MonthsOfAYear ? locale.toString(date, QStringLiteral("yyyy"))
                                                               : locale.toString(date, QStringLiteral("MMM"));
    } else if (step.unit == TickUnit::Day || tick.time() == QTime(0, 0)) {
        made.isLong = step.unit != TickUnit::Day || isFirst || date.dayOfWeek() == Qt::Monday;
        const bool isBare = step.unit == TickUnit::Day && !isFirst && step.count < 7;
        made.text =
            locale.toString(date, isBare && date.dayOfWeek() == Qt::Monday
                                      ? tickFormat(QT_TRANSLATE_NOOP("GenMirror::TimeScale", "ddd d"))
                                  : isBare ? tickFormat(QT_TRANSLATE_NOOP("GenMirror::TimeScale", "d"))
                                           : tickFormat(QT_TRANSLATE_NOOP("GenMirror::TimeScale", "d MMM")));
    } else {
        const int second = secondOf(tick);
        made.isLong = step.count < 3600 && second % (step.count < 60 ? 60 : 3600) == 0;
        made.text = step.count < 60
                        ? locale.toString(tick.time(),
                                          tickFormat(QT_TRANSLATE_NOOP("GenMirror::TimeScale", "hh:mm:ss")))
                        : locale.toString(tick.time(),
                                          tickFormat(QT_TRANSLATE_NOOP("GenMirror::TimeScale", "hh:mm")));
    }
    return made;
}

} // namespace

TimeScale::TimeScale(qint64 from, qint64 to, int left, int right)
    : m_from(from)
    , m_to(std::max(to, from + 1))
    , m_left(left)
    , m_right(std::max(right, left + 1))
{
}

double TimeScale::x(qint64 at) const
{
    return m_left + double(at - m_from) * (m_right - m_left) / double(m_to - m_from);
}

qint64 TimeScale::at(double x) const
{
    return m_from + qint64(std::llround((x - m_left) * double(m_to - m_from) / (m_right - m_left)));
}

QList<TimeScale::Tick> TimeScale::ticks(int width, const QLocale &locale) const
{
    const double least = double(m_to - m_from) * width / (m_right - m_left);
    const auto found = std::ranges::find_if(
        TickSteps, [least](const TickStep &step) { return double(step.milliseconds) >= least; });
    const TickStep &step = found == TickSteps.end() ? TickSteps.back() : *found;
    QList<Tick> ticks;
    const auto most = qsizetype(m_right - m_left); // whatever the calendar does, it ends
    for (QDateTime tick = firstTick(QDateTime::fromMSecsSinceEpoch(m_from), step);
         tick.toMSecsSinceEpoch() <= m_to && ticks.size() < most; tick = nextTick(tick, step)) {
        if (tick.toMSecsSinceEpoch() >= m_from)
            ticks.append(tickAt(tick, step, locale));
    }
    return ticks;
}

} // namespace GenMirror
