#include "app/genmirror/settingsfile.h"

#include "model/core/sentences.h"

#include <QCoreApplication>
#include <QFile>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// The same file as that of QSettings(), which without an organization's name always says that it has no
/// access.
QSettings settingsFile()
{
    return QSettings(u"Unknown Organization"_s, QCoreApplication::applicationName());
}

} // namespace

Result<void> checkSettings()
{
    const QSettings settings = settingsFile();
    if (settings.status() == QSettings::NoError)
        return {};
    const QString file = settings.fileName();
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
    QSettings settings = settingsFile();
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
