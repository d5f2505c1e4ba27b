#pragma once

#include "model/core/object.h"

#include <QStringList>

namespace GenMirror
{

/// Objects as lines of a table in text: CSV as RFC 4180 has it, or the same with tabs.

/// The line of names: the key, then the attributes.
[[nodiscard]] QString headLine(const QStringList &attributes, QChar separator);
/// An object's line; quotation marks where a cell holds the separator, a quotation mark or a line's end.
[[nodiscard]] QString cellLine(const Object &object, const QStringList &attributes, QChar separator);

} // namespace GenMirror
