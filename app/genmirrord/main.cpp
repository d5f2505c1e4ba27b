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
    return "http://" + host.toLatin1() + ':' + QByteArray::number(port);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"genmirrord"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(GENMIRROR_VERSION));
    QCoreApplication application(argc, argv);
    StopSignal stop; // before any thread is started
    const auto options = readOptions(application.arguments());
    if (!options)
        return complain(options.error(), WrongUsage);
    startLogging(options->jsonLog, options->debugLog);

    auto service = TreeService::open(options->dataDirectory, {.history = options->history});
    if (!service)
        return complain(service.error(), Failed);
    HttpLimits limits;
    limits.bodyBytes = options->maximumBodyBytes;
    HttpServer server(
        [&service](HttpRequest request, const std::shared_ptr<HttpResponder> &responder) {
            qCDebug(requestLog, "%s %s from %s", request.method.constData(), request.path.constData(),
                    qUtf8Printable(request.peer));
            (*service)->handle(std::move(request), responder);
        },
        limits);
    if (const auto listening = server.listen(options->host, options->port); !listening)
        return complain(listening.error(), Failed);

    QObject::connect(&stop, &StopSignal::received, &application, [] { QCoreApplication::quit(); });
    const QByteArray address = addressOf(*options, server.port());
    std::printf("listening on %s\n", address.constData());
    std::fflush(stdout);
    qCInfo(serverLog, "serving %s on %s, without tokens: this machine only",
           qUtf8Printable(options->dataDirectory), address.constData());
    QCoreApplication::exec();
    qCInfo(serverLog, "stopping");
    (*service)->prepareStop();
    server.stop();
    return Done;
}
