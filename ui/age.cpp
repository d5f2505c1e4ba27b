#include "ui/age.h"

#include "model/items/words.h"

#include <QCoreApplication>

namespace GenMirror
{

namespace
{

struct AgeWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::AgeWords)
};

} // namespace

QString ageOf(const QDateTime &time)
{
    const qint64 seconds = time.secsTo(QDateTime::currentDateTimeUtc());
    if (seconds >= 0) { // else a clock was wrong, then or now
        if (seconds < 2)
            return AgeWords::tr("just now");
        if (seconds < 120)
            return AgeWords::tr("%1 s ago").arg(seconds);
        if (seconds < 7200)
            return AgeWords::tr("%1 min ago").arg(seconds / 60);
    }
    return timeText(time);
}

} // namespace GenMirror
