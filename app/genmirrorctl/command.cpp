#include "app/genmirrorctl/command.h"

#include "model/core/plaintext.h"
#include "model/core/utf8.h"
#include "sync/protocol/routes.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Of the first write that failed; 0: none did.
int outputError = 0;
bool isForPrograms = false;

bool isForEyes()
{
    static const bool isTerminal = ::isatty(STDOUT_FILENO) != 0;
    return isTerminal && !isForPrograms;
}

QByteArray visibleBytes(const QByteArray &bytes)
{
    QStringList lines = textOfUtf8(bytes).split(u'\n');
    for (QString &line : lines) {
        const bool isOfCsv = line.endsWith(u'\r'); // the end of its lines
        line = isOfCsv ? QString(visibly(line.chopped(1)) + u'\r') : visibly(line);
    }
    return lines.join(u'\n').toUtf8();
}

void write(const QByteArray &bytes)
{
    if (outputError != 0)
        return;
    errno = 0;
    if (std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout) != size_t(bytes.size()))
        outputError = errno == 0 ? EIO : errno;
}

} // namespace

void printForPrograms()
{
    isForPrograms = true;
}

void printBytes(const QByteArray &bytes)
{
    write(isForEyes() ? visibleBytes(bytes) : bytes);
}

void printLine(const QByteArray &line)
{
    printBytes(line);
    printBytes("\n");
}

void printExactly(const QByteArray &bytes)
{
    printBytes(bytes);
    if (::isatty(STDOUT_FILENO) != 0)
        printBytes("\n");
}

void printText(const QString &line)
{
    printLine(visibly(line).toUtf8());
}

void say(const QString &line)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(visibly(line)));
}

bool hasOutputFailed()
{
    return outputError != 0;
}

Result<void> flushOutput()
{
    errno = 0;
    if (outputError == 0 && (std::fflush(stdout) != 0 || std::ferror(stdout) != 0))
        outputError = errno == 0 ? EIO : errno;
    if (outputError == 0)
        return {};
    return failure(outputError == ENOSPC || outputError == EFBIG ? Error::Kind::Full : Error::Kind::Storage,
                   u"Not all could be printed: %1."_s.arg(textOfUtf8(std::strerror(outputError))));
}

namespace
{

Result<QList<ObjectId>> idsOf(const QStringList &segments)
{
    QList<ObjectId> ids;
    for (const QString &segment : segments) {
        auto id = Routes::idOfSegment(segment.toUtf8());
        if (!id)
            return failureOf(id);
        ids.append(*std::move(id));
    }
    return ids;
}

} // namespace

Result<SetPath> setOfPath(const QString &path)
{
    return idsOf(path.split(u'/', Qt::SkipEmptyParts)).map([](QList<ObjectId> ids) {
        return SetPath(std::move(ids));
    });
}

Result<std::pair<SetPath, ObjectId>> objectOfPath(const QString &path)
{
    return idsOf(path.split(u'/')).map([](QList<ObjectId> ids) {
        const ObjectId id = ids.takeLast();
        return std::pair(SetPath(std::move(ids)), id);
    });
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
