#include "app/genmirror/settingsfile.h"

#include "model/core/sentences.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Where they were before there was a folder of our own.
void moveFromOldPlace(const QString &file)
{
    const QString old = QSettings(u"Unknown Organization"_s, QCoreApplication::applicationName()).fileName();
    if (!QFile::exists(old))
        return;
    if (!QDir().mkpath(QFileInfo(file).path()) || !QFile::rename(old, file))
        qWarning("The settings in %s could not be moved to %s", qUtf8Printable(old), qUtf8Printable(file));
}

} // namespace

Result<void> openSettings()
{
    QCoreApplication::setOrganizationName(u"GenMirror"_s);
    QSettings settings;
    const QString file = settings.fileName();
    if (!QFile::exists(file)) {
        moveFromOldPlace(file);
        settings.sync();
    }
    if (settings.status() == QSettings::NoError)
        return {};
    QString aside = file + u".unreadable"_s;
    for (int n = 2; QFile::exists(aside); ++n)
        aside = file + u".unreadable-%1"_s.arg(n);
    // What can be read of a file that is written wrongly holds: that one stays, and a copy with it.
    const bool isKept =
        settings.status() == QSettings::FormatError ? QFile::copy(file, aside) : QFile::rename(file, aside);
    return failure(
        Error::Kind::Storage,
        isKept
            ? Sentences::tr("The settings in %1 cannot be read, or not all of them. The file is kept as %2.")
                  .arg(file, aside)
            : Sentences::tr("The settings in %1 cannot be read. Make the file readable, or remove it.")
                  .arg(file));
}

Result<void> saveSettings()
{
    QSettings settings;
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
