// genmirror: the desktop application.
#include "app/genmirror/appearance.h"
#include "app/genmirror/desktop.h"
#include "app/genmirror/settingsfile.h"
#include "app/genmirror/singleinstance.h"
#include "app/genmirror/translations.h"
#include "model/core/plaintext.h"
#include "sync/files/filesizesignal.h"
#include "sync/files/privatefiles.h"
#include "sync/protocol/routes.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QStandardPaths>
#include <QTimer>

#include <cstdio>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

int complain(const QString &sentence)
{
    std::fprintf(stderr, "genmirror: %s\n", qUtf8Printable(visibly(sentence)));
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    ignoreFileSizeSignal();
    keepFilesPrivate();
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"genmirror"_s);
    QApplication::setApplicationDisplayName(u"GenMirror"_s);
    QGuiApplication::setDesktopFileName(u"org.genmirror.genmirror"_s);
    QApplication::setApplicationVersion(QStringLiteral(GENMIRROR_VERSION));

    installTranslations(QLocale());

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Browses live, verified, local mirrors of generational sets."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({u"server"_s, u"Mirror from this server (with --tree)."_s, u"URL"_s});
    parser.addOption({u"tree"_s, u"Mirror this tree."_s, u"NAME"_s});
    parser.addOption(
        {u"cache"_s, u"Keep mirrors below this directory."_s, u"DIR"_s,
         QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/genmirror/mirrors"_L1});
    parser.addPositionalArgument(u"link"_s, u"A link to show: genmirror://server/tree/set/id"_s, u"[link]"_s);
    parser.addOption(
        {u"screenshot"_s, u"Save a picture of the window to this file, then quit."_s, u"FILE"_s});
    parser.addOption({u"after"_s, u"Take the picture after so many seconds."_s, u"SECONDS"_s, u"5"_s});
    if (!parser.parse(application.arguments()))
        return complain(parser.errorText() + u". See genmirror --help."_s);
    if (parser.isSet(u"help"_s))
        parser.showHelp();
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    if (parser.isSet(u"server"_s) != parser.isSet(u"tree"_s))
        return complain(u"--server and --tree go together."_s);

    std::optional<MirrorConfig> wanted;
    if (parser.isSet(u"server"_s)) {
        const auto server = Routes::checkServerUrl(parser.value(u"server"_s));
        const auto tree = Routes::checkTreeName(parser.value(u"tree"_s));
        if (!server || !tree)
            return complain(server ? tree.error().detail : server.error().detail);
        wanted = MirrorConfig{.server = *server, .tree = *tree};
    }

    const QString link = parser.positionalArguments().value(0);
    if (parser.positionalArguments().size() > 1)
        return complain(u"One link at most can be opened."_s);
    if (!link.isEmpty()) {
        if (const auto place = Place::fromLink(link); !place)
            return complain(place.error().detail);
    }
    SingleInstance instance(parser.value(u"cache"_s));
    if (!instance.isFirst(link)) {
        std::fprintf(stderr, "genmirror: runs already; its window was brought to the front\n");
        return 0;
    }
    const auto settings = openSettings();
    if (const QString warning = warningOfReadable({QSettings().fileName()}); !warning.isEmpty())
        qWarning("%s", qUtf8Printable(warning));
    applyAppearance(QSettings().value("view/appearance"_L1).toString());

    Desktop desktop(parser.value(u"cache"_s));
    QObject::connect(&instance, &SingleInstance::started, &desktop, [&desktop](const QString &place) {
        desktop.window().bringUp();
        if (!place.isEmpty())
            desktop.openLink(place);
    });
    desktop.restoreMirrors();
    if (wanted)
        desktop.showMirror(*wanted);
    desktop.tellUnkept(settings);
    desktop.window().show();
    if (!link.isEmpty())
        desktop.openLink(link);
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&application, &QGuiApplication::lastWindowClosed, &application, [&desktop] {
        if (!desktop.window().keepsRunning())
            QCoreApplication::quit();
    });
    if (parser.isSet(u"screenshot"_s)) {
        bool ok = false;
        const int seconds = parser.value(u"after"_s).toInt(&ok);
        if (!ok || seconds < 0 || seconds > 86400)
            return complain(u"--after takes a number of seconds."_s);
        QTimer::singleShot(seconds * 1000, &desktop, [&] {
            if (!desktop.window().grab().save(parser.value(u"screenshot"_s)))
                std::fprintf(stderr, "genmirror: the picture could not be saved\n");
            QCoreApplication::quit();
        });
    }
    return QApplication::exec();
}
