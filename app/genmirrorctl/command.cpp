#include "app/genmirrorctl/command.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void printLine(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fputc('\n', stdout);
}

Result<qint64> integerOption(const QCommandLineParser &parser, const QString &name, qint64 minimum)
{
    bool ok = false;
    const qint64 value = parser.value(name).toLongLong(&ok);
    if (!ok || value < minimum)
        return failure(Error::Kind::InvalidArgument,
                       u"--%1 takes an integer of at least %2, not \"%3\"."_s.arg(name).arg(minimum).arg(
                           parser.value(name)));
    return value;
}

} // namespace GenMirror
