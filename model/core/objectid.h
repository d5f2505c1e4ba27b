#pragma once

#include "model/core/result.h"

#include <QByteArray>
#include <QHashFunctions>
#include <QString>

namespace GenMirror
{

/// The id of a member of a set: a JSON string or an integer, or in a set of values any JSON.
///
/// Held as canonical JSON text (see canonicalJson()), so "7" and 7 are two ids and "\u0061" and "a" are one.
/// A value type; safe to share between threads.
class ObjectId
{
public:
    /// Longest canonical text in bytes; longer ids are refused as TooLarge.
    static constexpr qsizetype MaximumLength = 1024;

    /// An invalid id; only good to be assigned to.
    ObjectId() = default;

    [[nodiscard]] static ObjectId ofString(QStringView text);
    [[nodiscard]] static ObjectId ofInteger(qint64 value);
    /// From JSON text: a string or an integer of 64 bits in any spelling (7, 7.0 and 70e-1 are one id); other
    /// values are InvalidArgument.
    [[nodiscard]] static Result<ObjectId> fromJson(QByteArrayView json);
    /// From JSON text of any value, as ids in a set of values are.
    [[nodiscard]] static Result<ObjectId> fromValueJson(QByteArrayView json);
    /// From text that toJson() gave, e.g. out of a database; not checked.
    [[nodiscard]] static ObjectId fromCanonical(QByteArray canonical);

    /// The canonical JSON text, UTF-8.
    [[nodiscard]] const QByteArray &toJson() const { return m_json; }
    /// For people: a string without its quotes, anything else as its JSON text.
    [[nodiscard]] QString toDisplay() const;
    /// Whether it may be the id of an object outside of sets of values, or of a set: as fromJson().
    [[nodiscard]] Result<void> checkIsName() const;
    [[nodiscard]] bool isString() const { return m_json.startsWith('"'); }
    [[nodiscard]] bool isValid() const { return !m_json.isEmpty(); }

    friend bool operator==(const ObjectId &, const ObjectId &) = default;
    friend bool operator<(const ObjectId &a, const ObjectId &b) { return a.m_json < b.m_json; }
    friend size_t qHash(const ObjectId &id, size_t seed = 0) { return qHash(id.m_json, seed); }

private:
    explicit ObjectId(QByteArray canonical)
        : m_json(std::move(canonical))
    {
    }
    QByteArray m_json;
};

} // namespace GenMirror
