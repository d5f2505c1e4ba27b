// Paths and names of the wire, used by both ends.
#pragma once

#include "model/core/setkey.h"
#include "model/core/setpath.h"
#include "model/core/update.h"
#include "sync/protocol/conditions.h"
#include "sync/protocol/dialect.h"

#include <QUrl>

namespace GenMirror::Routes
{

/// A tree's name: 1 to 128 of A-Z a-z 0-9 . _ - ~, not starting with a dot.
[[nodiscard]] Result<QString> checkTreeName(QStringView name);

/// An id as a path segment, percent-encoded, which means the same in every set. A string stands as it is
/// unless it could be read as something else (empty, ".", "..", JSON, or what begins as a string, array,
/// object or number does): then its JSON text stands, so %227%22 is the string "7" and 7 the integer.
[[nodiscard]] QByteArray segmentOf(const ObjectId &id);
/// What a segment names in a set with this key. In a set of values a segment that is JSON is that value. In
/// others, and as the name of a set, an integer and a string in quotation marks are what they read as. All
/// else is that string. Errors: InvalidArgument, TooLarge.
[[nodiscard]] Result<ObjectId> idOfSegment(QByteArrayView percentEncoded, const SetKey &key = {});

/// /v1/trees: those after a name, from the first if it is empty.
[[nodiscard]] QByteArray trees(const QString &after = {});
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

/// A tree as it is at a generation: "C.G.D", a strong tag.
[[nodiscard]] EntityTag treeTag(const CollectionId &collection, Generation generation, const Digest &digest);
/// The ETag of an update to that state: weak, for a compaction changes how it is told. Another in each
/// dialect.
[[nodiscard]] EntityTag updateTag(const CollectionId &collection, Generation generation, const Digest &digest,
                                  Dialect dialect);

} // namespace GenMirror::Routes
