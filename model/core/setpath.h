#pragma once

#include "model/core/objectid.h"

#include <QList>

namespace GenMirror
{

/// Where a set stands in its tree: the ids from the root down. The root's own path is empty. A value type.
class SetPath
{
public:
    /// Deepest nesting of sets; deeper paths are refused as TooLarge.
    static constexpr qsizetype MaximumDepth = 32;

    SetPath() = default;
    SetPath(std::initializer_list<ObjectId> ids)
        : m_ids(ids)
    {
    }
    explicit SetPath(QList<ObjectId> ids)
        : m_ids(std::move(ids))
    {
    }

    /// From a JSON array of ids, e.g. ["releases","rust"].
    [[nodiscard]] static Result<SetPath> fromJson(QByteArrayView json);
    /// The canonical JSON array; "[]" for the root. The digest is made over it.
    [[nodiscard]] QByteArray toJson() const;
    /// For people: the ids' display texts with " / " between; "/" for the root.
    [[nodiscard]] QString toDisplay() const;

    [[nodiscard]] bool isRoot() const { return m_ids.isEmpty(); }
    [[nodiscard]] qsizetype depth() const { return m_ids.size(); }
    [[nodiscard]] const QList<ObjectId> &ids() const { return m_ids; }
    [[nodiscard]] SetPath child(const ObjectId &id) const;
    /// The set that this one is nested in; the root's parent is the root.
    [[nodiscard]] SetPath parent() const;
    /// This set or one nested in it at any depth.
    [[nodiscard]] bool contains(const SetPath &other) const;

    friend bool operator==(const SetPath &, const SetPath &) = default;
    friend bool operator<(const SetPath &a, const SetPath &b) { return a.m_ids < b.m_ids; }
    friend size_t qHash(const SetPath &path, size_t seed = 0)
    {
        return qHashRange(path.m_ids.begin(), path.m_ids.end(), seed);
    }

private:
    QList<ObjectId> m_ids;
};

} // namespace GenMirror
