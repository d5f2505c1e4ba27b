#pragma once

class QLineEdit;

namespace GenMirror
{

/// Gives a line a button that empties it, with a name for those who cannot see it.
void addClearButton(QLineEdit *line);

} // namespace GenMirror
