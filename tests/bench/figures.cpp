#include "tests/bench/figures.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

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

qint64 lineOfStatus(qint64 pid, const QByteArray &name)
{
    QFile file(u"/proc/%1/status"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(QByteArray(name + ':')))
            return line.mid(name.size() + 1).simplified().split(' ').first().toLongLong();
    }
    return 0;
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

void print(const Figure &figure)
{
    printed().append(QJsonObject{{u"name"_s, figure.name},
                                 {u"value"_s, figure.value},
                                 {u"unit"_s, figure.unit},
                                 {u"note"_s, figure.note}});
    std::printf("%-58s %12.3f %-6s %s\n", qUtf8Printable(figure.name), figure.value,
                qUtf8Printable(figure.unit), qUtf8Printable(figure.note));
    std::fflush(stdout);
}

QByteArray figuresAsJson()
{
    return QJsonDocument(printed()).toJson();
}

qint64 residentMemory(qint64 pid)
{
    return lineOfStatus(pid, "VmRSS");
}

qint64 anonymousMemory(qint64 pid)
{
    return lineOfStatus(pid, "RssAnon");
}

} // namespace GenMirror::Bench
