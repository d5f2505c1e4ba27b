#pragma once

#include "model/core/mirrorstatus.h"

#include <QList>

namespace GenMirror
{

/// One mirror, as a support bundle tells of it.
struct BundledMirror {
    QString name;
    MirrorStatus status;
    std::optional<qint64> sets; ///< None: they could not be counted.
};

/// What helps somebody who helps: versions, mirrors, the activity of late, and no secret: user names and
/// passwords in addresses, queries and anything that looks like a token are taken out.
[[nodiscard]] QString supportBundle(const QList<BundledMirror> &mirrors, const QString &activity);

} // namespace GenMirror
