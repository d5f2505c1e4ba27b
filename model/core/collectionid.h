#pragma once

#include "model/core/result.h"

#include <QByteArray>

namespace GenMirror
{

/// The random 128-bit id of one sequence of generations. A reset gives a tree a new one; what a client knows
/// under another collection is void (protocol, "Words").
class CollectionId
{
public:
    /// No collection: what a client has that has never heard of one.
    CollectionId() = default;

    /// A fresh one from the system's source of randomness.
    [[nodiscard]] static CollectionId random();
    /// From 32 lower-case hexadecimal digits; anything else is InvalidArgument.
    [[nodiscard]] static Result<CollectionId> fromHex(QByteArrayView hex);

    /// 32 lower-case hexadecimal digits; empty for no collection.
    [[nodiscard]] const QByteArray &toHex() const { return m_hex; }
    [[nodiscard]] bool isNone() const { return m_hex.isEmpty(); }

    friend bool operator==(const CollectionId &, const CollectionId &) = default;

private:
    QByteArray m_hex;
};

} // namespace GenMirror
