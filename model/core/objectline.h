// The texts of objects in files and answers with one line an object.
#pragma once

#include "model/core/result.h"

#include <QByteArray>

namespace GenMirror
{

/// The same JSON without line ends: those stand between its parts only, where any white space means the same.
[[nodiscard]] QByteArray onOneLine(QByteArray text);

/// `"object":{…}`: a member whose value is an object's text. If that holds a line end, the value is the same
/// JSON without it, and a second member has the exact text as a string: `"object":{…},"text":"{…"`.
[[nodiscard]] QByteArray memberOnOneLine(const QByteArray &name, const QByteArray &exactName,
                                         const QByteArray &text);

/// The exact text that memberOnOneLine() was given, out of the JSON object that holds its members.
/// InvalidArgument if there is no such member, or the second one is no string or not the same JSON as the
/// first.
[[nodiscard]] Result<QByteArray> exactTextOf(QByteArrayView line, QByteArrayView name,
                                             QByteArrayView exactName);

} // namespace GenMirror
