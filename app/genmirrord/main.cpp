// genmirrord: serves the trees of a data directory.
#include "app/genmirrord/logging.h"
#include "app/genmirrord/options.h"
#include "app/genmirrord/stopsignal.h"
#include "sync/files/filesizesignal.h"
#include "sync/files/privatefiles.h"
#include "sync/server/adoption.h"
#include "sync/server/http/certificatewatch.h"
#include "sync/server/treeservice.h"

#include <QCoreApplication>

#include <cstdio>

#include <malloc.h>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

enum ExitCode { Done = 0, Failed = 1, WrongUsage = 2 };

/// By itself the C library keeps a heap for up to eight threads a processor, and of each what was used once:
/// after some long answers that is more than all that is in use. Another allocator in its place takes none of
/// this.
void keepLittleFreedMemory()
{
    constexpr int heaps = 4;
    constexpr int kept = 1024 * 1024; // bytes, at the end of a heap
    constexpr int large = 512 * 1024; // bytes: has pages of its own, which go back when it is freed
    ::mallopt(M_ARENA_MAX, heaps);
    ::mallopt(M_TRIM_THRESHOLD, kept);
    ::mallopt(M_MMAP_THRESHOLD, large);
}

int complain(const Error &error, ExitCode code)
{
    std::fprintf(stderr, "genmirrord: %s\n", qUtf8Printable(error.detail));
    return code;
}

QByteArray addressOf(const ServerOptions &options, quint16 port)
{
    const QString host = options.host.contains(u':') ? u"[%1]"_s.arg(options.host) : options.host;
    return (options.tlsKey.isEmpty() ? "http://" : "https://") + host.toLatin1() + ':' +
           QByteArray::number(port);
}

int makeFirstToken(const ServerOptions &options)
{
    const auto token = TreeService::makeAdminToken(options.dataDirectory, options.tokenName);
    if (!token)
        return complain(token.error(), Failed);
    std::printf("%s\n", token->constData());
    std::fprintf(
        stderr,
        "This is the token \"%s\": an admin's, for all trees. It is shown this once and stored nowhere; keep "
        "it "
        "safe.\nFrom now on the server lets nobody in without a token. More of them: genmirrorctl admin "
        "make-token\n",
        qUtf8Printable(options.tokenName));
    return Done;
}

/// All trees are told of, also after one that cannot be adopted.
int adopt(const ServerOptions &options)
{
    const auto adoptions = adoptTrees(options.dataDirectory, options.adoptTrees);
    if (!adoptions)
        return complain(adoptions.error(), Failed);
    ExitCode code = Done;
    for (const Adoption &adoption : *adoptions) {
        if (!adoption.state) {
            code = Failed;
            complain(adoption.state.error(), code);
            continue;
        }
        std::printf("%s: collection %s, generation %lld\n", qUtf8Printable(adoption.tree),
                    adoption.state->collection.toHex().constData(),
                    static_cast<long long>(adoption.state->generation.value));
    }
    return code;
}

/// Nobody shall get in, or read along, because something was forgotten.
Result<void> checkSafety(const ServerOptions &options, const TreeService &service)
{
    if (isLoopback(options.host))
        return {};
    if (service.isOpen())
        return failure(
            Error::Kind::InvalidArgument,
            u"%1 is not a loopback address, and this server has no tokens yet: everybody who reaches it "
            "could do everything. Make a first token: genmirrord init --data %2"_s.arg(
                options.host, options.dataDirectory));
    if (options.tlsKey.isEmpty())
        return failure(
            Error::Kind::InvalidArgument,
            u"%1 is not a loopback address, and there is no TLS: tokens could be read on the way. Give "
            "tls-certificate and tls-key, or listen on 127.0.0.1 behind a proxy that speaks TLS."_s.arg(
                options.host));
    return {};
}

Result<void> loadTls(const ServerOptions &options, HttpServer &server, TreeService &service)
{
    if (options.tlsKey.isEmpty())
        return {};
    auto loaded = server.useTls(options.tlsCertificate, options.tlsKey);
    service.setCertificateExpires(server.certificateExpires());
    return loaded;
}

void reloadTls(const ServerOptions &options, HttpServer &server, TreeService &service,
               const CertificateWatch &watch)
{
    if (options.tlsKey.isEmpty())
        return;
    if (const auto loaded = loadTls(options, server, service); !loaded)
        qCWarning(serverLog, "the certificate stays as it was: %s", qUtf8Printable(loaded.error().detail));
    else
        qCInfo(serverLog, "the certificate in %s is used from now on",
               qUtf8Printable(options.tlsCertificate));
    watch.look();
}

int serve(QCoreApplication &application, const StopSignal &stop, const ServerOptions &options)
{
    auto service = TreeService::open(options.dataDirectory, options.service);
    if (!service)
        return complain(service.error(), Failed);
    if (const auto safe = checkSafety(options, **service); !safe)
        return complain(safe.error(), WrongUsage);
    HttpLimits http = options.http;
    http.spoolFolder = options.dataDirectory; // the system's folder is in memory on many machines
    HttpServer server(
        [&service](const HttpHead &head) {
            qCDebug(requestLog, "%s %s from %s", head.method.constData(), head.path.constData(),
                    qUtf8Printable(head.peer.text()));
            return (*service)->admit(head);
        },
        http);
    if (const auto loaded = loadTls(options, server, **service); !loaded)
        return complain(loaded.error(), Failed);
    const CertificateWatch watch(
        server, [](const QString &warning) { qCWarning(serverLog, "%s", qUtf8Printable(warning)); });
    if (const auto listening = server.listen(options.host, options.port); !listening)
        return complain(listening.error(), Failed);

    QObject::connect(&stop, &StopSignal::received, &application, [] { QCoreApplication::quit(); });
    QObject::connect(&stop, &StopSignal::reloadRequested, &application,
                     [&] { reloadTls(options, server, **service, watch); });
    const QByteArray address = addressOf(options, server.port());
    std::printf("listening on %s\n", address.constData());
    std::fflush(stdout);
    qCInfo(serverLog, "serving %s on %s%s", qUtf8Printable(options.dataDirectory), address.constData(),
           (*service)->isOpen() ? ", without tokens: this machine only" : "");
    QCoreApplication::exec();
    qCInfo(serverLog, "stopping");
    (*service)->prepareStop();
    server.stop();
    return Done;
}

} // namespace

int main(int argc, char **argv)
{
    keepLittleFreedMemory(); // before any thread is started
    ignoreFileSizeSignal();
    keepFilesPrivate();
    QCoreApplication::setApplicationName(u"genmirrord"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(GENMIRROR_VERSION));
    QCoreApplication application(argc, argv);
    const StopSignal stop; // before any thread is started
    const auto options = readOptions(application.arguments());
    if (!options)
        return complain(options.error(), WrongUsage);
    startLogging(options->jsonLog, options->debugLog);
    switch (options->command) {
    case ServerOptions::Command::PrintSettings:
        std::fputs(options->settings.constData(), stdout);
        return Done;
    case ServerOptions::Command::Init:
        return makeFirstToken(*options);
    case ServerOptions::Command::Adopt:
        return adopt(*options);
    case ServerOptions::Command::Serve:
        break;
    }
    return serve(application, stop, *options);
}
