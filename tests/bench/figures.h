#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace GenMirror::Bench
{

/// The value below which so many percent of the values are; of a copy that it sorts.
[[nodiscard]] double percentile(QList<double> values, double percent);

/// One line of the result: printed as a table's row, and at the end as JSON.
struct Figure {
    QString name;
    double value = 0;
    QString unit;
    QString note;
};

void print(const Figure &figure);
/// All that were printed.
[[nodiscard]] QByteArray figuresAsJson();

/// Of another process, in KiB.
[[nodiscard]] qint64 residentMemory(qint64 pid);
/// Without mapped files: what belongs to the process alone.
[[nodiscard]] qint64 anonymousMemory(qint64 pid);

struct Settings {
    QString server; ///< The program genmirrord.
    bool quick = false;
};

[[nodiscard]] bool measureLatency(const Settings &settings);
[[nodiscard]] bool measureStreams(const Settings &settings);

} // namespace GenMirror::Bench
