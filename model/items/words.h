#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/mirrorstatus.h"
#include "model/core/setpath.h"

#include <QLocale>

namespace GenMirror
{

/// The names of nameOf() in the person's language.
[[nodiscard]] QString wordFor(UpdateCause cause);
[[nodiscard]] QString wordFor(MirrorStatus::State state);
[[nodiscard]] QString wordFor(MirrorStatus::Link link);
/// What a server says that was done: "changes", "created", …; others as they are.
[[nodiscard]] QString wordForAct(const QString &what);
/// A set as sentences and lists name it: the root, whose path is empty, by a word.
[[nodiscard]] QString wordsFor(const SetPath &set);
/// Day and time in the person's own zone and way of writing, to the second in every language.
[[nodiscard]] QString timeText(const QDateTime &time, const QLocale &locale = QLocale());

} // namespace GenMirror
