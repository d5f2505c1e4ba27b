// genmirror_bench: every figure of the project, each beside its denominator, measured in one run.
#include "sync/sql/sqldatabase.h"
#include "tests/bench/figures.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QUrl>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

using namespace GenMirror::Bench;
using namespace Qt::StringLiterals;

namespace
{

struct Section {
    QString name;
    bool (*measure)(const Settings &);
};

const QList<Section> &sections()
{
    static const QList<Section> all{
        {u"first-sync"_s, measureFirstSync}, {u"updates"_s, measureUpdates}, {u"latency"_s, measureLatency},
        {u"writes"_s, measureWrites},        {u"answers"_s, measureAnswers}, {u"streams"_s, measureStreams},
        {u"sizes"_s, measureSizes},          {u"trees"_s, measureTrees},     {u"window"_s, measureWindow}};
    return all;
}

int usage()
{
    QStringList names;
    for (const Section &section : sections())
        names.append(section.name);
    std::fprintf(
        stderr,
        "usage: genmirror_bench [SECTION...] [--quick] [--runs N] [--json FILE] [--programs FOLDER]\n"
        "Measures all sections, or those named: %s.\n"
        "--quick: small and once, to see that it runs. --programs: where genmirrord and genmirrorctl are.\n",
        qUtf8Printable(names.join(u", "_s)));
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // All clients come from one address here.
    qputenv("GENMIRRORD_MAX_CONNECTIONS_PER_ADDRESS", "0");
    qputenv("GENMIRRORD_REQUESTS_PER_SECOND", "0");
    QStandardPaths::setTestModeEnabled(true);
    GenMirror::setSqliteUp(); // before plain SQLite is measured: both have the same
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"genmirror-bench"_s);
    QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.size() == 3 && arguments[0] == "--show"_L1)
        return showWindow(arguments[1], QUrl(arguments[2]));

    QString folder = QCoreApplication::applicationDirPath();
    QString json;
    QStringList wanted;
    Settings settings;
    while (!arguments.isEmpty()) {
        const QString word = arguments.takeFirst();
        if (word == "--quick"_L1) {
            settings.quick = true;
            settings.runs = 1;
        } else if (word == "--runs"_L1 && !arguments.isEmpty()) {
            settings.runs = arguments.takeFirst().toInt();
        } else if (word == "--json"_L1 && !arguments.isEmpty()) {
            json = arguments.takeFirst();
        } else if (word == "--programs"_L1 && !arguments.isEmpty()) {
            folder = arguments.takeFirst();
        } else if (word.startsWith(u'-')) {
            return usage();
        } else {
            wanted.append(word);
        }
    }
    settings.server = QDir(folder).filePath(u"genmirrord"_s);
    settings.client = QDir(folder).filePath(u"genmirrorctl"_s);
    if (settings.runs < 1 || !QFile::exists(settings.server) || !QFile::exists(settings.client))
        return usage();

    for (const QString &name : std::as_const(wanted)) {
        if (std::ranges::find(sections(), name, &Section::name) == sections().end())
            return usage();
    }
    bool ok = true;
    for (const Section &section : sections()) {
        if (!wanted.isEmpty() && !wanted.contains(section.name))
            continue;
        ::sync(); // what earlier sections wrote: the kernel would write it beside this one's commits
        if (!section.measure(settings)) {
            std::fprintf(stderr, "genmirror_bench: %s did not come to its end\n",
                         qUtf8Printable(section.name));
            ok = false;
        }
    }
    QFile file(json);
    if (!json.isEmpty() && (!file.open(QIODevice::WriteOnly) || file.write(figuresAsJson()) < 0)) {
        std::fprintf(stderr, "genmirror_bench: %s cannot be written: %s\n", qUtf8Printable(json),
                     qUtf8Printable(file.errorString()));
        ok = false;
    }
    return ok ? 0 : 1;
}
