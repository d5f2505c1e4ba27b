#include "ui/age.h"

#include <QCoreApplication>
#include <QLocale>

namespace GenMirror
{

QString ageOf(const QDateTime &time)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("GenMirror::Age", text); };
    const qint64 seconds = time.secsTo(QDateTime::currentDateTimeUtc());
    if (seconds < 2)
        return tr("just now");
    if (seconds < 120)
        return tr("%1 s ago").arg(seconds);
    if (seconds < 7200)
        return tr("%1 min ago").arg(seconds / 60);
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

} // namespace GenMirror
