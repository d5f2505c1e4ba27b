#include "model/items/words.h"

#include "model/core/historyrecord.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// All that can come, so that translators see it.
[[maybe_unused]] constexpr const char *Words[] = {
    QT_TRANSLATE_NOOP("GenMirror::Words", "first sync"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "poll"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "push"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "refresh"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "too far behind"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "reset"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "repair"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "opening"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "connecting"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "catching up"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "live"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "offline"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "paused"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "blocked"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "failed"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "none"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "polling"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "changes"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "created"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "compaction"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "restored"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "adopted"),
    QT_TRANSLATE_NOOP("GenMirror::Words", "removed"),
};

QString translated(const QString &word)
{
    return QCoreApplication::translate("GenMirror::Words", word.toUtf8().constData());
}

} // namespace

QString wordFor(UpdateCause cause)
{
    return translated(nameOf(cause));
}

QString wordFor(MirrorStatus::State state)
{
    return translated(nameOf(state));
}

QString wordFor(MirrorStatus::Link link)
{
    return translated(nameOf(link));
}

QString wordForAct(const QString &what)
{
    return translated(what);
}

QString wordsFor(const SetPath &set)
{
    return set.isRoot() ? QCoreApplication::translate("GenMirror::Words", "the root set") : set.toDisplay();
}

/// Some languages' short times have seconds, others' have not.
QString timeText(const QDateTime &time, const QLocale &locale)
{
    QString format = locale.dateTimeFormat(QLocale::ShortFormat);
    const qsizetype end = format.lastIndexOf(u'm') + 1; // of the minutes
    if (!format.contains(u's') && end > 0) {
        qsizetype begin = end;
        while (begin > 0 && format[begin - 1] == u'm')
            --begin;
        const QChar between = begin > 0 ? format[begin - 1] : QChar(u':');
        format.insert(end, (between.isPunct() ? QString(between) : u":"_s) + u"ss"_s);
    }
    return locale.toString(time.toLocalTime(), format);
}

} // namespace GenMirror
