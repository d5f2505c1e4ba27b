#pragma once

#include "model/core/objectid.h"

namespace GenMirror
{

/// A member of a set that is not a set: its id and its text, byte for byte as it was put in (protocol, rule
/// 10).
struct Object {
    ObjectId id;
    QByteArray text; ///< JSON, UTF-8, never re-serialised.

    friend bool operator==(const Object &, const Object &) = default;
};

} // namespace GenMirror
