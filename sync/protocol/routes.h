// Paths and names of the wire, used by both ends.
#pragma once

#include "model/core/setpath.h"
#include "model/core/update.h"

#include <QUrl>

namespace GenMirror::Routes
{

/// A tree's name: 1 to 128 of A-Z a-z 0-9 . _ - ~, not starting with a dot.
[[nodiscard]] Result<QString> checkTreeName(QStringView name);

/// An id as a path segment, percent-encoded. A string stands as it is unless it could be read as something
/// else (an integer, empty, ".", "..", or one that begins with a quotation mark or bracket): then its JSON
/// text stands, so %227%22 is the string "7" and 7 the integer.
[[nodiscard]] QByteArray segmentOf(const ObjectId &id);
[[nodiscard]] Result<ObjectId> idOfSegment(QByteArrayView percentEncoded);

[[nodiscard]] QByteArray trees();                   ///< /v1/trees
[[nodiscard]] QByteArray tree(QStringView name);    ///< /v1/trees/{tree}
[[nodiscard]] QByteArray updates(QStringView name); ///< without query
[[nodiscard]] QByteArray updates(QStringView name, const UpdateRequest &request, int waitSeconds = 0);
[[nodiscard]] QByteArray batch(QStringView name);
[[nodiscard]] QByteArray history(QStringView name);
/// One tree's events; `deliver`: with whole updates.
[[nodiscard]] QByteArray events(QStringView tree, bool deliver);
[[nodiscard]] QByteArray object(QStringView name, const SetPath &set, const ObjectId &id);

/// The server's address joined with one of the above; keeps a path prefix of the address.
[[nodiscard]] QUrl resolve(const QUrl &server, const QByteArray &pathAndQuery);
/// A server's address as a person types it: http or https, a host, no query; a bare host gets http://.
[[nodiscard]] Result<QUrl> checkServerUrl(const QString &text);

/// The ETag of an update: "C.G" in quotation marks.
[[nodiscard]] QByteArray etag(const CollectionId &collection, Generation generation);

} // namespace GenMirror::Routes
