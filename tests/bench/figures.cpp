#include "tests/bench/figures.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <vector>

#include <sqlite3.h>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

namespace
{

QJsonArray &printed()
{
    static QJsonArray figures;
    return figures;
}

QString &section()
{
    static QString name;
    return name;
}

QByteArray lineOf(const QString &fileName, const QByteArray &name)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.mid(line.indexOf(':') + 1).simplified();
    }
    return {};
}

qint64 lineOfStatus(qint64 pid, const QByteArray &name)
{
    return lineOf(u"/proc/%1/status"_s.arg(pid), name).split(' ').first().toLongLong();
}

QString number(double value)
{
    if (value == 0)
        return u"0"_s;
    return value >= 100 ? u"%L1"_s.arg(value, 0, 'f', 0) : QString::number(value, 'g', value >= 10 ? 3 : 2);
}

} // namespace

double percentile(QList<double> values, double percent)
{
    if (values.isEmpty())
        return 0;
    std::ranges::sort(values);
    const auto index = qsizetype(percent / 100 * double(values.size()));
    return values[std::min(index, values.size() - 1)];
}

void printSection(const QString &name, const QString &what)
{
    section() = name;
    std::printf("\n## %s\n\n%s\n\n| what | measured | ÷ | ratio | bar | |\n|---|---|---|---|---|---|\n",
                qUtf8Printable(name), qUtf8Printable(what));
    std::fflush(stdout);
}

void print(const Figure &figure)
{
    const double ratio = figure.denominator > 0 ? figure.value / figure.denominator : 0;
    const double judged = figure.denominator > 0 && figure.valueBar == 0 ? ratio : figure.value;
    const double bar = figure.valueBar > 0 ? figure.valueBar : figure.bar;
    QJsonObject json{{u"section"_s, section()},
                     {u"name"_s, figure.name},
                     {u"value"_s, figure.value},
                     {u"unit"_s, figure.unit},
                     {u"note"_s, figure.note}};
    QString of;
    if (figure.denominator > 0) {
        json[u"denominator"_s] = figure.denominator;
        json[u"of"_s] = figure.of;
        json[u"ratio"_s] = ratio;
        of = u"%1 %2 (%3)"_s.arg(number(figure.denominator), figure.unit, figure.of);
    }
    QString verdict;
    QString limit;
    if (bar > 0) {
        json[u"bar"_s] = bar;
        json[u"reached"_s] = judged <= bar;
        verdict = judged <= bar ? u"reached"_s : u"missed"_s;
        limit = number(bar) + (figure.valueBar > 0 ? u' ' + figure.unit : QString());
    }
    if (!figure.note.isEmpty())
        verdict += (verdict.isEmpty() ? u""_s : u"; "_s) + figure.note;
    printed().append(json);
    std::printf("| %s | %s %s | %s | %s | %s | %s |\n", qUtf8Printable(figure.name),
                qUtf8Printable(number(figure.value)), qUtf8Printable(figure.unit), qUtf8Printable(of),
                ratio > 0 ? qUtf8Printable(number(ratio)) : "", qUtf8Printable(limit),
                qUtf8Printable(verdict));
    std::fflush(stdout);
}

QByteArray figuresAsJson()
{
    const QJsonObject machine{
        {u"processor"_s, QString::fromUtf8(lineOf(u"/proc/cpuinfo"_s, "model name"))},
        {u"cores"_s, QThread::idealThreadCount()},
        {u"memory"_s, QString::fromUtf8(lineOf(u"/proc/meminfo"_s, "MemTotal"))},
        {u"system"_s, QSysInfo::prettyProductName()},
        {u"kernel"_s, QSysInfo::kernelVersion()},
        {u"qt"_s, QString::fromLatin1(qVersion())},
        {u"sqlite"_s, QString::fromLatin1(sqlite3_libversion())},
#ifdef NDEBUG
        {u"build"_s, u"release"_s},
#else
        {u"build"_s, u"with assertions"_s},
#endif
    };
    return QJsonDocument(QJsonObject{{u"at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
                                     {u"machine"_s, machine},
                                     {u"figures"_s, printed()}})
        .toJson();
}

QList<double> repeated(const Settings &settings, const std::function<double(int run)> &measure)
{
    QList<double> values;
    for (int run = settings.quick ? 1 : 0; run <= settings.runs; ++run) {
        const double value = measure(run);
        if (value < 0)
            return {};
        if (run > 0)
            values.append(value);
    }
    return values;
}

Comparison compared(const Settings &settings, const std::function<double(int run)> &denominator,
                    const std::function<double(int run)> &measure)
{
    Comparison result;
    result.values = repeated(settings, [&](int run) {
        const double beside = denominator(run);
        if (run > 0)
            result.denominators.append(beside);
        return beside < 0 ? beside : measure(run);
    });
    return result;
}

qint64 residentMemory(qint64 pid)
{
    return lineOfStatus(pid, "VmRSS");
}

qint64 anonymousMemory(qint64 pid)
{
    return lineOfStatus(pid, "RssAnon");
}

ProgramRun runProgram(const QString &program, const QStringList &arguments)
{
    QByteArrayList words{QFile::encodeName(program)};
    for (const QString &argument : arguments)
        words.append(argument.toUtf8());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    ProgramRun result;
    QElapsedTimer clock;
    clock.start();
    pid_t pid = 0;
    if (::posix_spawn(&pid, argv.front(), nullptr, nullptr, argv.data(), environ) != 0)
        return result;
    int status = 0;
    rusage usage{};
    result.ok = ::wait4(pid, &status, 0, &usage) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    result.milliseconds = double(clock.nsecsElapsed()) / 1e6;
    result.peakKib = usage.ru_maxrss;
    return result;
}

} // namespace GenMirror::Bench
