#include "app/genmirror/mirrorlist.h"

#include "app/genmirror/settingsfile.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

ClassicSource readClassic(const QSettings &settings)
{
    ClassicSource source{.urlTemplate = settings.value("classic"_L1).toString()};
    source.shape.key = SetKey::fromWord(settings.value("key"_L1, u"id"_s).toString());
    const QStringList sets = settings.value("sets"_L1).toStringList();
    for (const QString &text : sets) {
        if (auto pattern = SetPattern::fromText(text))
            source.shape.sets.append(*std::move(pattern));
    }
    return source;
}

} // namespace

QString cacheFolderOf(const QString &root, const MirrorConfig &config)
{
    const QByteArray source =
        config.classic ? config.classic->urlTemplate.toUtf8() : config.server.toEncoded();
    return root + u'/' + QString::fromLatin1(source.toPercentEncoding());
}

QString serverNameOf(const MirrorConfig &config)
{
    return config.classic ? config.classic->urlTemplate : config.server.toDisplayString();
}

QString mirrorNameOf(const MirrorConfig &config)
{
    return serverNameOf(config) + u" / "_s + config.tree;
}

bool isSameMirror(const MirrorConfig &a, const MirrorConfig &b)
{
    const auto source = [](const MirrorConfig &config) {
        return config.classic ? config.classic->urlTemplate : config.server.toString();
    };
    return source(a) == source(b) && a.tree == b.tree;
}

QList<MirrorConfig> readMirrorList()
{
    QList<MirrorConfig> mirrors;
    QSettings settings;
    const int count = settings.beginReadArray("mirrors"_L1);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        MirrorConfig config{.server = settings.value("server"_L1).toUrl(),
                            .tree = settings.value("tree"_L1).toString()};
        config.credentials.authority = settings.value("authority"_L1).toByteArray();
        if (settings.contains("classic"_L1))
            config.classic = readClassic(settings);
        if (!config.tree.isEmpty() && (config.classic || config.server.isValid()))
            mirrors.append(config);
    }
    settings.endArray();
    return mirrors;
}

Result<void> writeMirrorList(const QList<MirrorConfig> &mirrors)
{
    QSettings settings;
    settings.remove("mirrors"_L1);
    settings.beginWriteArray("mirrors"_L1, int(mirrors.size()));
    for (int i = 0; i < mirrors.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("server"_L1, mirrors[i].server);
        settings.setValue("tree"_L1, mirrors[i].tree);
        if (!mirrors[i].credentials.authority.isEmpty())
            settings.setValue("authority"_L1, mirrors[i].credentials.authority);
        if (const auto &classic = mirrors[i].classic) {
            QStringList sets;
            for (const SetPattern &pattern : classic->shape.sets)
                sets.append(pattern.toText());
            settings.setValue("classic"_L1, classic->urlTemplate);
            settings.setValue("key"_L1, classic->shape.key.toWord());
            settings.setValue("sets"_L1, sets);
        }
    }
    settings.endArray();
    return saveSettings();
}

bool hasKeptToken(const QUrl &server)
{
    return QSettings().value("keychain/servers"_L1).toStringList().contains(server.toString());
}

Result<void> keepHasToken(const QUrl &server, bool has)
{
    QSettings settings;
    QStringList servers = settings.value("keychain/servers"_L1).toStringList();
    servers.removeAll(server.toString());
    if (has)
        servers.append(server.toString());
    settings.setValue("keychain/servers"_L1, servers);
    return saveSettings();
}

} // namespace GenMirror
