// genmirror_bench: figures with their denominators, measured in one run.
#include "tests/bench/figures.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstring>

using namespace GenMirror::Bench;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 3) {
        std::fprintf(stderr, "usage: genmirror_bench GENMIRRORD latency|streams|all [--quick] [--json]\n");
        return 2;
    }
    // All clients come from one address here.
    qputenv("GENMIRRORD_MAX_CONNECTIONS_PER_ADDRESS", "0");
    qputenv("GENMIRRORD_REQUESTS_PER_SECOND", "0");
    const Settings settings{.server = arguments[1], .quick = arguments.contains(QStringLiteral("--quick"))};
    const QString &what = arguments[2];
    const bool all = what == QStringLiteral("all");
    bool ok = true;
    if (all || what == QStringLiteral("latency"))
        ok = measureLatency(settings) && ok;
    if (all || what == QStringLiteral("streams"))
        ok = measureStreams(settings) && ok;
    if (arguments.contains(QStringLiteral("--json")))
        std::printf("%s", figuresAsJson().constData());
    if (!ok)
        std::fprintf(stderr, "genmirror_bench: a measurement did not come to its end\n");
    return ok ? 0 : 1;
}
