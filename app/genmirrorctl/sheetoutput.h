// --csv: the same options and the same output wherever a command has it.
#pragma once

#include "model/core/result.h"
#include "model/sheets/sheet.h"

#include <QCommandLineOption>
#include <QCommandLineParser>

namespace GenMirror
{

/// --csv, --bom and --no-formula-guard.
[[nodiscard]] QList<QCommandLineOption> sheetOptions();
/// What these say. InvalidArgument if they do not go together. On a terminal what could change how it shows
/// the rest stands as \uXXXX, and there is no mark.
[[nodiscard]] Result<SheetStyle> sheetStyleOf(const QCommandLineParser &parser);

} // namespace GenMirror
