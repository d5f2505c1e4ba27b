// What a person chose for all spreadsheets: exports, copies, and lists of the server page. Kept in the
// settings. GUI thread.
#pragma once

#include "model/sheets/sheet.h"

class QMenu;

namespace GenMirror
{

/// For a file.
[[nodiscard]] SheetStyle chosenSheetStyle();
/// For the clipboard: lines end as there, and there is no mark.
[[nodiscard]] SheetStyle copiedSheetStyle(SheetStyle::Separator separator);
/// Puts the choices at the end of a menu.
void addSheetChoices(QMenu *menu);

} // namespace GenMirror
