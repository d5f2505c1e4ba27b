#pragma once

#include "model/core/result.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace GenMirror
{

/// How quickly something is done again and again: as fast as possible, so many times a second, or as the last
/// line of standard input says. One turn is due each 1/speed seconds; who is late by up to a second catches
/// up.
class Tempo : public QObject
{
    Q_OBJECT
public:
    static constexpr double Fastest = 1000; ///< Turns a second.

    /// "max", a number above 0, or "-": standard input has a number on each line, the next whenever the tempo
    /// is to change. A line that is none changes nothing; the first is waited for.
    /// Errors: InvalidArgument.
    [[nodiscard]] static Result<std::unique_ptr<Tempo>> fromText(const QString &text);

    /// Until the next turn is due.
    void wait();

Q_SIGNALS:
    void changed();

private:
    Tempo() = default;
    void readLines();

    double m_speed = 0; ///< 0: not told yet; infinite: as fast as possible.
    QElapsedTimer m_clock;
    double m_last = 0; ///< When the turn before was due, in milliseconds of the clock.
    QByteArray m_read; ///< Of a line that has not ended yet.
    std::unique_ptr<QSocketNotifier> m_input;
};

} // namespace GenMirror
