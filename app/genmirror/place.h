#pragma once

#include "model/core/setpath.h"
#include "sync/client/mirrorsession.h"

#include <optional>

namespace GenMirror
{

/// Where an object or set is, whatever mirror shows it: genmirror://SERVER/TREE/SET/…/ID, ids as in the paths
/// of the protocol. A link that ends with a slash names a set.
struct Place {
    QString server; ///< Host and port.
    QString tree;
    SetPath set;
    std::optional<ObjectId> object;

    [[nodiscard]] QString toLink() const;
    /// InvalidArgument with a sentence that says what a link looks like.
    [[nodiscard]] static Result<Place> fromLink(const QString &link);
    /// How links name a server.
    [[nodiscard]] static QString serverOf(const MirrorConfig &config);
};

} // namespace GenMirror
