#include "app/genmirror/settingsfile.h"

#include "model/core/sentences.h"
#include "sync/files/durablefiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Without reading it, which QSettings does where it is asked for the name.
QString settingsFileOf(const QString &organization)
{
    const QSettings neighbour(organization, u"no-application"_s);
    return QFileInfo(neighbour.fileName()).path() + u'/' + QCoreApplication::applicationName() + ".conf"_L1;
}

/// Whether there is one. One that cannot be read is a failure, and so is a folder in its place.
Result<bool> canBeRead(const QString &fileName)
{
    auto there = isThere(fileName);
    if (!there || !*there)
        return there;
    QFile file(fileName);
    if (file.open(QIODevice::ReadOnly)) {
        file.readAll();
        if (file.error() == QFile::NoError)
            return true;
    }
    return failure(Error::Kind::Storage,
                   Sentences::tr("The settings in %1 cannot be read: %2.").arg(fileName, file.errorString()));
}

QString freeNameFor(const QString &file)
{
    QString aside = file + u".unreadable"_s;
    for (int n = 2; QFile::exists(aside); ++n)
        aside = file + u".unreadable-%1"_s.arg(n);
    return aside;
}

/// From where they were before there was a folder of our own.
Result<void> bringFromOldPlace(const QString &file)
{
    const QString old = settingsFileOf(u"Unknown Organization"_s);
    if (const auto there = canBeRead(old); !there || !*there)
        return there.map([](bool) {});
    const auto folder = QFileInfo(file).path();
    if (!QDir().mkpath(folder) || !QFile::copy(old, file)) // of a link: what it leads to
        return failure(Error::Kind::Storage,
                       Sentences::tr("The settings in %1 cannot be copied to %2.").arg(old, folder));
    return {};
}

/// What can be read of a file that is written wrongly holds, and is written anew; what it was is kept beside
/// it.
Result<void> checkSyntax(const QString &file)
{
    QSettings settings(file, QSettings::IniFormat); // no other file is looked at
    if (settings.allKeys();
        settings.status() == QSettings::NoError) // sections are read when they are asked for
        return {};
    const QString aside = freeNameFor(file);
    if (!QFile::copy(file, aside))
        return failure(
            Error::Kind::Storage,
            Sentences::tr("The settings in %1 are damaged, and cannot be copied to %2.").arg(file, aside));
    settings.setValue("unreadable"_L1, aside);
    settings.sync();
    return failure(
        Error::Kind::Damaged,
        Sentences::tr("The settings in %1 were damaged: what could be read of them is used. The file "
                      "that was there is kept as %2.")
            .arg(file, aside));
}

Result<void> openFile(const QString &file)
{
    const auto readable = canBeRead(file);
    if (!readable) {
        const QString aside = freeNameFor(file);
        if (!QFile::rename(file, aside))
            return failureOf(readable);
        return failure(Error::Kind::Damaged,
                       readable.error().detail + u' ' + Sentences::tr("The file is kept as %1.").arg(aside));
    }
    if (!*readable) {
        if (auto brought = bringFromOldPlace(file); !brought)
            return brought;
    }
    return checkSyntax(file);
}

} // namespace

Result<void> openSettings()
{
    QCoreApplication::setOrganizationName(u"GenMirror"_s);
    auto opened = openFile(settingsFileOf(QCoreApplication::organizationName()));
    if (opened || opened.error().kind == Error::Kind::Damaged)
        return opened;
    // What can be neither read nor kept is not written to.
    static const QTemporaryDir forNow;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, forNow.path());
    opened.error().detail +=
        u' ' + Sentences::tr("Until this is mended no settings are used, and none are kept.");
    return opened;
}

Result<void> saveSettings()
{
    QSettings settings(QSettings().fileName(), QSettings::IniFormat);
    settings.sync();
    if (settings.status() == QSettings::NoError)
        return {};
    return failure(
        Error::Kind::Storage,
        Sentences::tr(
            "The settings cannot be written to %1. Make room there, or make it writable; until then "
            "changes are lost when the program ends.")
            .arg(settings.fileName()));
}

} // namespace GenMirror
