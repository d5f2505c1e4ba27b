#pragma once

#include "model/core/object.h"
#include "model/core/setpath.h"

#include <array>

namespace GenMirror
{

/// What a tree's members add up to, so that a mirror can prove itself equal to the server (protocol, rule
/// 11).
///
/// The sum modulo 2^256 of one term a member. A term is BLAKE2b-256 over the set's path, the member's id and
/// its text, each part preceded by its length in bytes as 64 bits little-endian. Path and id are canonical
/// JSON; a nested set counts as a member of its parent with an empty text. Order does not matter, so a
/// change costs one subtraction and one addition.
class Digest
{
public:
    Digest() = default;

    [[nodiscard]] static Digest ofObject(QByteArrayView canonicalPath, const ObjectId &id,
                                         QByteArrayView text);
    [[nodiscard]] static Digest ofNestedSet(QByteArrayView canonicalParentPath, const ObjectId &id);
    /// From 64 hexadecimal digits.
    [[nodiscard]] static Result<Digest> fromHex(QByteArrayView hex);

    [[nodiscard]] QByteArray toHex() const;

    Digest &operator+=(const Digest &other);
    Digest &operator-=(const Digest &other);
    friend bool operator==(const Digest &, const Digest &) = default;

private:
    std::array<quint64, 4> m_words{}; ///< Least significant first.
};

} // namespace GenMirror
