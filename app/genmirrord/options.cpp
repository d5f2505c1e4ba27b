#include "app/genmirrord/options.h"

#include <QCommandLineParser>
#include <QHostAddress>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 Mebibyte = 1024 * 1024;

Result<void> readAddress(const QString &text, ServerOptions &options)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool ok = false;
    options.port = text.mid(colon + 1).toUShort(&ok);
    options.host = text.left(colon);
    if (options.host.startsWith(u'[') && options.host.endsWith(u']'))
        options.host = options.host.mid(1, options.host.size() - 2);
    if (options.host == "localhost"_L1)
        options.host = u"127.0.0.1"_s;
    const QHostAddress address(options.host);
    if (colon < 0 || !ok || address.isNull())
        return failure(
            Error::Kind::InvalidArgument,
            u"--listen takes ADDRESS:PORT, such as 127.0.0.1:8765 or [::1]:8765, not \"%1\"."_s.arg(text));
    if (!address.isLoopback())
        return failure(
            Error::Kind::InvalidArgument,
            u"%1 is not a loopback address. This server checks no tokens, so it serves this machine alone; "
            "put a proxy that does in front of it."_s.arg(options.host));
    return {};
}

} // namespace

Result<ServerOptions> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Serves trees of generational sets to mirrors."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QString defaultData =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/genmirrord"_L1;
    parser.addOption(
        {u"data"_s, u"Keep the trees in this directory (made if missing)."_s, u"DIR"_s, defaultData});
    parser.addOption({u"listen"_s, u"Serve on this address; port 0 takes a free one."_s, u"ADDRESS:PORT"_s,
                      u"127.0.0.1:8765"_s});
    parser.addOption(
        {u"log-format"_s, u"text or json; one line an event, on standard error."_s, u"FORMAT"_s, u"text"_s});
    parser.addOption({u"log-level"_s, u"info, or debug to log each request."_s, u"LEVEL"_s, u"info"_s});
    parser.addOption({u"max-body"_s, u"Longest request body in MiB."_s, u"MIB"_s, u"64"_s});
    const HistoryLimits kept;
    parser.addOption({u"history-records"_s, u"Entries of each tree's history that are kept."_s, u"N"_s,
                      QString::number(kept.records)});
    parser.addOption(
        {u"history-days"_s, u"Days for which they are kept."_s, u"N"_s, QString::number(kept.days)});
    parser.addOption({u"history-mib"_s, u"MiB that they may take, for each tree."_s, u"N"_s,
                      QString::number(kept.bytes / Mebibyte)});
    if (!parser.parse(arguments))
        return failure(Error::Kind::InvalidArgument, parser.errorText() + u". See genmirrord --help."_s);
    if (parser.isSet(u"help"_s))
        parser.showHelp();
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       u"genmirrord takes no argument \"%1\". See genmirrord --help."_s.arg(
                           parser.positionalArguments().first()));

    ServerOptions options;
    options.dataDirectory = parser.value(u"data"_s);
    if (auto ok = readAddress(parser.value(u"listen"_s), options); !ok)
        return failureOf(ok);
    const QString format = parser.value(u"log-format"_s);
    const QString level = parser.value(u"log-level"_s);
    if (format != "text"_L1 && format != "json"_L1)
        return failure(Error::Kind::InvalidArgument,
                       u"--log-format is text or json, not \"%1\"."_s.arg(format));
    if (level != "info"_L1 && level != "debug"_L1)
        return failure(Error::Kind::InvalidArgument,
                       u"--log-level is info or debug, not \"%1\"."_s.arg(level));
    options.jsonLog = format == "json"_L1;
    options.debugLog = level == "debug"_L1;
    bool ok = false;
    const int mebibytes = parser.value(u"max-body"_s).toInt(&ok);
    if (!ok || mebibytes < 1 || mebibytes > 1024)
        return failure(Error::Kind::InvalidArgument, u"--max-body is a number of MiB from 1 to 1024."_s);
    options.maximumBodyBytes = qint64(mebibytes) * Mebibyte;
    for (const auto &[name, value] : {std::pair(u"history-records"_s, &options.history.records),
                                      std::pair(u"history-days"_s, &options.history.days),
                                      std::pair(u"history-mib"_s, &options.history.bytes)}) {
        *value = parser.value(name).toLongLong(&ok);
        if (!ok || *value < 1 || *value > 1'000'000'000)
            return failure(Error::Kind::InvalidArgument,
                           u"--%1 is a number from 1 to 1000000000."_s.arg(name));
    }
    options.history.bytes *= Mebibyte;
    return options;
}

} // namespace GenMirror
