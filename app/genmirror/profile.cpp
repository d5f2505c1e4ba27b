#include "app/genmirror/profile.h"

#include "app/genmirror/settingsfile.h"
#include "model/core/utf8.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QString groupOf(const QString &server)
{
    return u"profiles/"_s + QString::fromLatin1(server.toUtf8().toPercentEncoding());
}

} // namespace

Profile profileOf(const QString &server)
{
    QSettings settings;
    settings.beginGroup(groupOf(server));
    Profile profile{.server = server};
    profile.name = settings.value("name"_L1).toString();
    profile.isProduction = settings.value("production"_L1, false).toBool();
    profile.isReadOnly = settings.value("readOnly"_L1, false).toBool();
    profile.timeoutSeconds = qBound(1, settings.value("timeout"_L1, 30).toInt(), 3600);
    return profile;
}

QStringList serversWithProfiles()
{
    QSettings settings;
    settings.beginGroup(u"profiles"_s);
    QStringList servers;
    for (const QString &group : settings.childGroups())
        servers.append(textOfUtf8(QByteArray::fromPercentEncoding(group.toLatin1())));
    return servers;
}

Result<void> keepProfile(const Profile &profile)
{
    QSettings settings;
    settings.beginGroup(groupOf(profile.server));
    settings.setValue("name"_L1, profile.name);
    settings.setValue("production"_L1, profile.isProduction);
    settings.setValue("readOnly"_L1, profile.isReadOnly);
    settings.setValue("timeout"_L1, profile.timeoutSeconds);
    return saveSettings();
}

} // namespace GenMirror
