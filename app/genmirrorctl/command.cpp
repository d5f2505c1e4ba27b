#include "app/genmirrorctl/command.h"

#include "sync/protocol/routes.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void printLine(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fputc('\n', stdout);
}

Result<std::pair<SetPath, ObjectId>> objectOfPath(const QString &path)
{
    QList<ObjectId> ids;
    for (const QString &segment : path.split(u'/')) {
        auto id = Routes::idOfSegment(segment.toUtf8());
        if (!id)
            return failureOf(id);
        ids.append(*std::move(id));
    }
    const ObjectId id = ids.takeLast();
    return std::pair(SetPath(std::move(ids)), id);
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
