// What GenMirror needs to know of JSON text without ever re-serialising an object.
#pragma once

#include "model/core/result.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QList>

#include <limits>
#include <optional>

namespace GenMirror
{

/// Limits for text that comes from outside.
struct JsonLimits {
    qsizetype maximumDepth = 512; ///< Nesting of arrays and objects inside one object.
    /// What membersOf() or elementsOf() give, at most: past it they end at once, with TooLarge.
    qsizetype maximumMembers = std::numeric_limits<qsizetype>::max();
};

/// Whether the text is one complete JSON value (RFC 8259), valid UTF-8, no deeper than allowed.
/// Numbers may have any number of digits, but not be beyond the range of a double, where readers disagree.
/// Errors name the byte offset.
[[nodiscard]] Result<void> checkJson(QByteArrayView text, const JsonLimits &limits = {});

/// The one spelling of a JSON value that ids are compared by: no white space, members sorted by their
/// names' bytes, strings with the fewest escapes, numbers by exact value (integers without exponent or
/// fraction). A name that occurs twice is InvalidArgument.
[[nodiscard]] Result<QByteArray> canonicalJson(QByteArrayView text, const JsonLimits &limits = {});

/// The text, exactly as it stands, of a member of a JSON object; not found is an empty view.
/// InvalidArgument if the text is no JSON object or has the name twice.
[[nodiscard]] Result<QByteArrayView> memberText(QByteArrayView object, QByteArrayView name);

/// The same for text that is known to be JSON, such as what a mirror holds: reads no further than the first
/// of this name. Empty if there is none. `name` is not null.
[[nodiscard]] QByteArrayView firstMember(QByteArrayView object, QByteArrayView name);

/// One member of a JSON object: its name, decoded, and its value's text as it stands.
struct JsonMember {
    QByteArray name;
    QByteArrayView value; ///< Points into the text that was read.
};
/// All members of a JSON object in order, values as raw text.
[[nodiscard]] Result<QList<JsonMember>> membersOf(QByteArrayView object, const JsonLimits &limits = {});
/// The same of what a request is made of: a name that occurs twice, or more than 64, is InvalidArgument.
[[nodiscard]] Result<QList<JsonMember>> fieldsOf(QByteArrayView object);
/// All elements of a JSON array in order, as raw text that points into the array's.
[[nodiscard]] Result<QList<QByteArrayView>> elementsOf(QByteArrayView array, const JsonLimits &limits = {});

/// The text of a JSON string of any length, without its quotation marks and escapes; none: it is no string.
[[nodiscard]] std::optional<QString> jsonStringText(QByteArrayView value);

/// QJsonDocument::fromJson(), with each character of each string: that one drops a U+FEFF at the beginning of
/// a string, which makes another id of it.
[[nodiscard]] QJsonDocument jsonDocumentOf(const QByteArray &json, QJsonParseError *error = nullptr);

/// The JSON text of a string, with the fewest escapes.
[[nodiscard]] QByteArray jsonString(QStringView text);

} // namespace GenMirror
