#pragma once

#include <QString>

namespace GenMirror
{

/// A text for a tool tip that is shown as it is, whatever stands in it: no markup, and no images to load. At
/// most 20 lines and 2000 characters; what could change how the rest is shown stands as \uXXXX.
///
/// Qt takes a tool tip for HTML if it looks like it. So what might is escaped, and told to be HTML.
[[nodiscard]] QString plainTip(const QString &text);

/// The text with its lines, and with \uXXXX for what could change how the rest is shown.
[[nodiscard]] QString visibleLines(const QString &text);

} // namespace GenMirror
