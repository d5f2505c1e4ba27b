#include "sync/server/access/treescope.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

TreeScope TreeScope::everything()
{
    static const TreeScope all = of({u"*"_s}).value_or(TreeScope()); // for each request of an open server
    return all;
}

Result<TreeScope> TreeScope::of(const QStringList &patterns)
{
    static const QRegularExpression valid(u"^[A-Za-z0-9_*~-][A-Za-z0-9._*~-]{0,127}$"_s);
    if (patterns.isEmpty() || patterns.size() > MostPatterns)
        return failure(
            Error::Kind::InvalidArgument,
            u"A token reaches 1 to %1 names or patterns of trees; \"*\" is all of them."_s.arg(MostPatterns));
    TreeScope scope;
    QStringList alternatives;
    for (const QString &pattern : patterns) {
        if (!valid.match(pattern).hasMatch())
            return failure(Error::Kind::InvalidArgument,
                           u"\"%1\" is no tree's name and no pattern. It has 1 to 128 of A-Z a-z 0-9 . _ - ~ "
                           u"and *, as in "
                           "user.anna.*, and does not begin with a dot."_s.arg(pattern));
        if (scope.m_patterns.contains(pattern))
            continue;
        scope.m_patterns.append(pattern);
        alternatives.append(QRegularExpression::escape(pattern).replace(u"\\*"_s, u".*"_s));
    }
    scope.m_expression.setPattern(u"\\A(?:"_s + alternatives.join(u'|') + u")\\z"_s);
    scope.m_expression.optimize();
    return scope;
}

bool TreeScope::covers(const QString &tree) const
{
    return !m_patterns.isEmpty() && (isEverything() || m_expression.match(tree).hasMatch());
}

bool TreeScope::isEverything() const
{
    return m_patterns.contains("*"_L1);
}

} // namespace GenMirror
