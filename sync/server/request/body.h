#pragma once

#include "model/core/jsontext.h"
#include "model/core/result.h"
#include "sync/server/http/httpmessage.h"

#include <QMap>

namespace GenMirror
{

/// The longest text of one object.
inline constexpr qsizetype MaximumObjectBytes = 16 * 1024 * 1024;
/// The longest reason, in characters.
inline constexpr qsizetype LongestReason = 2000;

/// A JSON string's value; empty if it is none.
[[nodiscard]] QString stringOfJson(QByteArrayView json);
/// What a person wrote for others to read, without white space around it: a JSON string that isPlainText().
/// InvalidArgument, naming the field, if it is none, or longer.
[[nodiscard]] Result<QString> plainTextOf(const JsonMember &field, qsizetype longest = LongestReason);
/// The string fields of a body; InvalidArgument if there are others.
[[nodiscard]] Result<QMap<QByteArray, QString>> readFields(const QByteArray &body,
                                                           const QByteArrayList &known);
/// The program that asks, by its own word: no more than 200 bytes of it, visibly().
[[nodiscard]] QString agentOf(const HttpHead &head);

} // namespace GenMirror
