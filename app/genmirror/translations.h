#pragma once

#include <QLocale>

namespace GenMirror
{

/// Everything that follows is in this language: ours, and that of Qt's own buttons where it is installed. A
/// language that does not ship is English.
void installTranslations(const QLocale &locale);

} // namespace GenMirror
