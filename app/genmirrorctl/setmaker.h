#pragma once

#include "app/genmirrorctl/api.h"
#include "model/core/operation.h"
#include "model/core/setpattern.h"

#include <QSet>

namespace GenMirror
{

/// Knows which sets a tree has, and makes those that operations need and lack.
class SetMaker
{
public:
    /// `rules` are of the form PATTERN=ATTRIBUTE, e.g. "releases/*=releaseCycle": the key of sets made there.
    [[nodiscard]] static Result<SetMaker> forTree(Api &api, const QString &tree, const QStringList &rules);

    /// The create-set operations that have to come before this one.
    [[nodiscard]] QList<Operation> before(const Operation &operation);

private:
    [[nodiscard]] SetKey keyOf(const SetPath &path) const;

    QSet<SetPath> m_sets;
    QList<SetPattern> m_patterns;
};

} // namespace GenMirror
