#pragma once

#include <QString>

namespace GenMirror
{

/// Whether a text has no character that changes how what stands around it is shown: control characters (also
/// line feeds and tabs), line and paragraph separators, those that set the direction of writing (bidi), and
/// halves of surrogate pairs.
[[nodiscard]] bool isPlainText(QStringView text);

/// The text with each such character, and each that is not seen (U+FEFF, U+200B, …), as \uXXXX: for logs, for
/// views, and for what others say of themselves.
[[nodiscard]] QString visibly(const QString &text);

} // namespace GenMirror
