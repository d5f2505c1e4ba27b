#include "app/genmirrorctl/setmaker.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<SetMaker> SetMaker::forTree(Api &api, const QString &tree, const QStringList &rules)
{
    SetMaker maker;
    for (const QString &rule : rules) {
        auto pattern = SetPattern::fromText(rule);
        if (!pattern)
            return failureOf(pattern);
        maker.m_patterns.append(*std::move(pattern));
    }
    const auto details = api.wait(api->tree(tree));
    if (!details)
        return failureOf(details);
    for (const SetListing &set : details->value.sets)
        maker.m_sets.insert(set.set);
    return maker;
}

SetKey SetMaker::keyOf(const SetPath &path) const
{
    const auto named = std::ranges::find_if(
        m_patterns, [&path](const SetPattern &pattern) { return pattern.matches(path); });
    return named == m_patterns.end() ? SetKey() : named->key;
}

QList<Operation> SetMaker::before(const Operation &operation)
{
    QList<Operation> made;
    const bool namesItself =
        operation.kind == Operation::Kind::CreateSet || operation.kind == Operation::Kind::RemoveSet;
    for (SetPath path = namesItself ? operation.set.parent() : operation.set; !m_sets.contains(path);
         path = path.parent()) {
        made.prepend({.kind = Operation::Kind::CreateSet, .set = path, .key = keyOf(path)});
        m_sets.insert(path);
    }
    if (operation.kind == Operation::Kind::CreateSet)
        m_sets.insert(operation.set);
    const bool removes =
        operation.kind == Operation::Kind::RemoveSet || operation.kind == Operation::Kind::Remove;
    const SetPath gone = operation.id ? operation.set.child(*operation.id) : operation.set;
    if (removes && m_sets.contains(gone))
        m_sets.removeIf([&gone](const SetPath &path) { return gone.contains(path); });
    return made;
}

} // namespace GenMirror
