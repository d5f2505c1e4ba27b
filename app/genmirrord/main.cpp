// genmirrord: serves the trees of a data directory.
#include "app/genmirrord/logging.h"
#include "app/genmirrord/options.h"
#include "app/genmirrord/stopsignal.h"
#include "sync/server/treeservice.h"

#include <QCoreApplication>

#include <cstdio>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

enum ExitCode { Done = 0, Failed = 1, WrongUsage = 2 };

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

void reloadTls(const ServerOptions &options, HttpServer &server)
{
    if (options.tlsKey.isEmpty())
        return;
    if (const auto loaded = server.useTls(options.tlsCertificate, options.tlsKey); !loaded)
        qCWarning(serverLog, "the certificate stays as it was: %s", qUtf8Printable(loaded.error().detail));
    else
        qCInfo(serverLog, "the certificate in %s is used from now on",
               qUtf8Printable(options.tlsCertificate));
}

int serve(QCoreApplication &application, const StopSignal &stop, const ServerOptions &options)
{
    auto service = TreeService::open(options.dataDirectory, options.service);
    if (!service)
        return complain(service.error(), Failed);
    if (const auto safe = checkSafety(options, **service); !safe)
        return complain(safe.error(), WrongUsage);
    HttpServer server(
        [&service](HttpRequest request, const std::shared_ptr<HttpResponder> &responder) {
            qCDebug(requestLog, "%s %s from %s", request.method.constData(), request.path.constData(),
                    qUtf8Printable(request.peer));
            (*service)->handle(std::move(request), responder);
        },
        options.http);
    if (!options.tlsKey.isEmpty()) {
        if (const auto loaded = server.useTls(options.tlsCertificate, options.tlsKey); !loaded)
            return complain(loaded.error(), Failed);
    }
    if (const auto listening = server.listen(options.host, options.port); !listening)
        return complain(listening.error(), Failed);

    QObject::connect(&stop, &StopSignal::received, &application, [] { QCoreApplication::quit(); });
    QObject::connect(&stop, &StopSignal::reloadRequested, &application,
                     [&options, &server] { reloadTls(options, server); });
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
    case ServerOptions::Command::Serve:
        break;
    }
    return serve(application, stop, *options);
}
