#pragma once

#include <QString>

class QLineEdit;

namespace GenMirror
{

/// Gives a line a button that empties it, with a name for those who cannot see it.
void addClearButton(QLineEdit *line);

/// An icon where the field begins; a click on it leads into the field. It is called as the field is
/// (accessibleName()).
void addFieldIcon(QLineEdit *line, const QString &icon);

} // namespace GenMirror
