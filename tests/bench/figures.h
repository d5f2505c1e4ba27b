#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <functional>

namespace GenMirror::Bench
{

/// The value below which so many percent of the values are; of a copy that it sorts.
[[nodiscard]] double percentile(QList<double> values, double percent);

/// What is measured in one run: a line of the table and an object of the JSON.
struct Figure {
    QString name;
    double value = 0;
    QString unit;
    QString note;           ///< How it was taken, or what else is to be known.
    double denominator = 0; ///< In the same unit, measured in the same run; 0: it stands alone.
    QString of;             ///< What the denominator is.
    double bar = 0;         ///< At most so much, of the ratio if there is a denominator; 0: none.
    double valueBar = 0;    ///< At most so much of the value itself, though there is a denominator.
};

/// A heading above the lines that follow.
void printSection(const QString &name, const QString &what);
void print(const Figure &figure);
/// The machine, and all that was printed.
[[nodiscard]] QByteArray figuresAsJson();

struct Settings {
    QString server; ///< The program genmirrord.
    QString client; ///< The program genmirrorctl.
    bool quick = false;
    int runs = 5; ///< After a warm-up.
};

/// One warm-up and then `settings.runs` times; what each gave, empty if one gave less than 0.
[[nodiscard]] QList<double> repeated(const Settings &settings, const std::function<double(int run)> &measure);

/// The same for something and for what it is measured against, which goes first each time.
struct Comparison {
    QList<double> values; ///< Empty if either gave less than 0.
    QList<double> denominators;
};
[[nodiscard]] Comparison compared(const Settings &settings, const std::function<double(int run)> &denominator,
                                  const std::function<double(int run)> &measure);

/// Of another process, in KiB.
[[nodiscard]] qint64 residentMemory(qint64 pid);
/// Without mapped files: what belongs to the process alone.
[[nodiscard]] qint64 anonymousMemory(qint64 pid);

/// A whole run of a program, its start included.
struct ProgramRun {
    bool ok = false;
    double milliseconds = 0;
    qint64 peakKib = 0;
};
[[nodiscard]] ProgramRun runProgram(const QString &program, const QStringList &arguments);

// The sections: false if a measurement did not come to its end.
[[nodiscard]] bool measureFirstSync(const Settings &settings);
[[nodiscard]] bool measureUpdates(const Settings &settings);
[[nodiscard]] bool measureLatency(const Settings &settings);
[[nodiscard]] bool measureWrites(const Settings &settings);
[[nodiscard]] bool measureAnswers(const Settings &settings);
[[nodiscard]] bool measureStreams(const Settings &settings);
[[nodiscard]] bool measureSizes(const Settings &settings);
[[nodiscard]] bool measureTrees(const Settings &settings);
[[nodiscard]] bool measureWindow(const Settings &settings);
/// The window of this process shows the mirrors of a folder; prints a line when rows are painted. For
/// measureWindow().
int showWindow(const QString &cache, const QUrl &server);

} // namespace GenMirror::Bench
