#include "sync/server/access/treescope.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype LongestPattern = 128;

bool isOfAPattern(QChar c)
{
    return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'.' ||
           c == u'_' || c == u'*' || c == u'~' || c == u'-';
}

bool isPattern(const QString &text)
{
    return !text.isEmpty() && text.size() <= LongestPattern && !text.startsWith(u'.') &&
           std::ranges::all_of(text, isOfAPattern);
}

/// A star stands for any characters, also none. Where the text after a star fails, only the last star takes
/// one more: an earlier one could not help. So the time is at most the product of both lengths.
bool matches(QStringView pattern, QStringView name)
{
    qsizetype at = 0;      // in the pattern
    qsizetype in = 0;      // in the name
    qsizetype star = -1;   // the last in the pattern
    qsizetype starEnd = 0; // how far it reaches in the name
    while (in < name.size()) {
        if (at < pattern.size() && pattern[at] == u'*') {
            star = at++;
            starEnd = in;
        } else if (at < pattern.size() && pattern[at] == name[in]) {
            ++at;
            ++in;
        } else if (star >= 0) {
            at = star + 1;
            in = ++starEnd;
        } else {
            return false;
        }
    }
    return std::ranges::all_of(pattern.sliced(at), [](QChar c) { return c == u'*'; });
}

} // namespace

TreeScope TreeScope::everything()
{
    TreeScope all;
    all.m_patterns.append(u"*"_s);
    return all;
}

Result<TreeScope> TreeScope::of(const QStringList &patterns)
{
    if (patterns.isEmpty() || patterns.size() > MostPatterns)
        return failure(
            Error::Kind::InvalidArgument,
            u"A token reaches 1 to %1 names or patterns of trees; \"*\" is all of them."_s.arg(MostPatterns));
    TreeScope scope;
    for (const QString &pattern : patterns) {
        if (!isPattern(pattern))
            return failure(Error::Kind::InvalidArgument,
                           u"\"%1\" is no tree's name and no pattern. It has 1 to 128 of A-Z a-z 0-9 . _ - ~ "
                           u"and *, as in "
                           "user.anna.*, and does not begin with a dot."_s.arg(pattern));
        if (!scope.m_patterns.contains(pattern))
            scope.m_patterns.append(pattern);
    }
    return scope;
}

bool TreeScope::covers(const QString &tree) const
{
    return std::ranges::any_of(m_patterns,
                               [&tree](const QString &pattern) { return matches(pattern, tree); });
}

bool TreeScope::isEverything() const
{
    return m_patterns.contains("*"_L1);
}

} // namespace GenMirror
