#pragma once

#include "model/core/result.h"

#include <QStringList>

namespace GenMirror
{

/// Which trees a token reaches: names and patterns such as `user.anna.*`, where a star stands for any
/// characters, also none. Reaches nothing if there are none.
class TreeScope
{
public:
    TreeScope() = default;
    /// All trees, also those that will be made.
    [[nodiscard]] static TreeScope everything();
    /// InvalidArgument, naming the pattern, if one could match no tree's name, or if there are none or too
    /// many.
    [[nodiscard]] static Result<TreeScope> of(const QStringList &patterns);

    [[nodiscard]] bool covers(const QString &tree) const;
    [[nodiscard]] bool isEverything() const;
    [[nodiscard]] const QStringList &patterns() const { return m_patterns; }

    static constexpr qsizetype MostPatterns = 100;

private:
    QStringList m_patterns;
};

} // namespace GenMirror
