#include "app/genmirrord/settings.h"

#include <QHostAddress>
#include <QStandardPaths>

#include <array>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 Mebibyte = 1024 * 1024;
using Apply = std::function<bool(const QString &, ServerOptions &)>;

bool readListen(const QString &text, ServerOptions &options)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool ok = false;
    options.port = text.mid(colon + 1).toUShort(&ok);
    options.host = text.left(colon);
    if (options.host.startsWith(u'[') && options.host.endsWith(u']'))
        options.host = options.host.mid(1, options.host.size() - 2);
    if (options.host == "localhost"_L1)
        options.host = u"127.0.0.1"_s;
    return colon >= 0 && ok && !QHostAddress(options.host).isNull();
}

/// An integer, or a number, from `minimum` to `maximum`, times `unit`.
template <typename Number, typename Set>
Apply number(Number minimum, Number maximum, Set set)
{
    return [=](const QString &text, ServerOptions &options) {
        bool ok = false;
        Number value{};
        if constexpr (std::is_floating_point_v<Number>)
            value = text.toDouble(&ok);
        else
            value = text.toLongLong(&ok);
        if (!ok || !(value >= minimum && value <= maximum))
            return false;
        set(options, value);
        return true;
    };
}

Apply oneOf(const QString &no, const QString &yes, bool ServerOptions::*field)
{
    return [=](const QString &text, ServerOptions &options) {
        options.*field = text == yes;
        return text == yes || text == no;
    };
}

Apply text(QString ServerOptions::*field)
{
    return [field](const QString &value, ServerOptions &options) {
        options.*field = value;
        return true;
    };
}

bool readOrigins(const QString &text, ServerOptions &options)
{
    constexpr qsizetype most = 100;
    QByteArrayList origins;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        origins.append(AllowedOrigins::normalized(word));
        if (origins.last().isNull())
            return false;
    }
    options.service.origins = AllowedOrigins(origins);
    return origins.size() <= most;
}

Apply folder(QString ServerOptions::*field)
{
    return [field](const QString &value, ServerOptions &options) {
        options.*field = value;
        return !value.isEmpty();
    };
}

} // namespace

QString environmentNameOf(const Setting &setting)
{
    return u"GENMIRRORD_"_s + setting.name.toUpper().replace(u'-', u'_');
}

std::span<const Setting> settings()
{
    using O = ServerOptions;
    constexpr qint64 many = 1'000'000'000;
    static const QString data =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/genmirrord"_L1;
    static const std::array table{
        Setting{u"data"_s, u"DIR"_s, data,
                u"Keep trees, tokens, audit log and backups in this directory (made if missing)."_s,
                folder(&O::dataDirectory)},
        Setting{u"listen"_s, u"ADDRESS:PORT"_s, u"127.0.0.1:8765"_s,
                u"Serve on this address, such as 127.0.0.1:8765 or [::1]:8765; port 0 takes a free one. "
                u"Addresses "
                "other than loopback need a token (genmirrord init) and TLS."_s,
                readListen},
        Setting{u"tls-certificate"_s,
                u"FILE"_s,
                {},
                u"Speak TLS with this certificate chain (PEM). Read again on SIGHUP."_s,
                text(&O::tlsCertificate)},
        Setting{u"tls-key"_s, u"FILE"_s, {}, u"The certificate's private key (PEM)."_s, text(&O::tlsKey)},
        Setting{
            u"allow-origin"_s,
            u"URL"_s,
            {},
            u"Let pages of this origin, such as https://example.org or http://localhost:3000, use the server "
            u"from "
            "within a browser. Scheme, host and port, no path; up to 100, the option once for each."_s,
            readOrigins,
            true},
        Setting{u"log-format"_s, u"FORMAT"_s, u"text"_s,
                u"text or json; one line an event, on standard error."_s,
                oneOf(u"text"_s, u"json"_s, &O::jsonLog)},
        Setting{u"log-level"_s, u"LEVEL"_s, u"info"_s, u"info, or debug to log each request."_s,
                oneOf(u"info"_s, u"debug"_s, &O::debugLog)},
        Setting{u"max-body"_s, u"MIB"_s, u"64"_s, u"Longest request body in MiB, 1 to 1024."_s,
                number<qint64>(1, 1024, [](O &o, qint64 n) { o.http.bodyBytes = n * Mebibyte; })},
        Setting{
            u"max-memory"_s, u"MIB"_s, u"256"_s,
            u"MiB that the bodies of requests and answers on their way may take together, 8 to 1048576."_s,
            number<qint64>(8, 1'048'576, [](O &o, qint64 n) { o.http.memoryBytes = n * Mebibyte; })},
        Setting{u"max-memory-per-client"_s, u"MIB"_s, u"80"_s,
                u"Of them those of one address, and of one token, 1 to 1048576; at least max-body."_s,
                number<qint64>(1, 1'048'576, [](O &o, qint64 n) { o.http.memoryShare = n * Mebibyte; })},
        Setting{u"max-connections"_s, u"N"_s, u"20000"_s, u"Connections at a time, 1 to 1000000."_s,
                number<qint64>(1, 1'000'000, [](O &o, qint64 n) { o.http.connections = n; })},
        Setting{u"max-connections-per-address"_s, u"N"_s, u"1000"_s,
                u"Of them from one address; 0: no limit of its own."_s,
                number<qint64>(0, 1'000'000, [](O &o, qint64 n) { o.http.connectionsPerAddress = n; })},
        Setting{u"requests-per-second"_s, u"N"_s, u"2000"_s,
                u"Requests of one address, and of one token, on average; ten seconds' worth may come at "
                u"once; 0: no "
                "limit."_s,
                number<double>(0, 1e9, [](O &o, double n) { o.service.usage.requestsPerSecond = n; })},
        Setting{u"mib-per-second"_s, u"MIB"_s, u"0"_s,
                u"Bytes of bodies of one address, and of one token, both ways, on average; a minute's worth "
                u"may come "
                "at once; 0: no limit."_s,
                number<double>(
                    0, 1e6, [](O &o, double n) { o.service.usage.bytesPerSecond = n * double(Mebibyte); })},
        Setting{
            u"failed-logins-per-minute"_s, u"N"_s, u"10"_s,
            u"Wrong tokens from one address that are answered and written down, 1 to 1000."_s,
            number<qint64>(1, 1000, [](O &o, qint64 n) { o.service.usage.failedLoginsPerMinute = int(n); })},
        Setting{u"history-records"_s, u"N"_s, u"10000"_s, u"Entries of each tree's history that are kept."_s,
                number<qint64>(1, many, [](O &o, qint64 n) { o.service.history.records = n; })},
        Setting{u"history-days"_s, u"N"_s, u"90"_s, u"Days for which they are kept."_s,
                number<qint64>(1, many, [](O &o, qint64 n) { o.service.history.days = n; })},
        Setting{u"history-mib"_s, u"N"_s, u"256"_s, u"MiB that they may take, for each tree."_s,
                number<qint64>(1, many, [](O &o, qint64 n) { o.service.history.bytes = n * Mebibyte; })},
        Setting{
            u"compact-keep"_s, u"N"_s, u"-1"_s,
            u"Drop all but so many removals of each set by itself, from time to time; -1: all are kept."_s,
            number<qint64>(-1, many, [](O &o, qint64 n) { o.service.compaction.keepRemovals = n; })},
        Setting{
            u"compact-older-than-days"_s, u"N"_s, u"0"_s,
            u"Drop removals that are older than this by itself, from time to time; 0: of any age are kept."_s,
            number<qint64>(0, 36500, [](O &o, qint64 n) { o.service.compaction.olderThanDays = n; })},
        Setting{u"compact-every-minutes"_s, u"N"_s, u"60"_s, u"How often that is done, 1 to 10080."_s,
                number<qint64>(1, 10080,
                               [](O &o, qint64 n) { o.service.compaction.every = std::chrono::minutes(n); })},
    };
    return table;
}

} // namespace GenMirror
