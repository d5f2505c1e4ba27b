#pragma once

#include <QStringList>

namespace GenMirror
{

/// Names for the columns of a table, one for each of `names`, in the same order, of which no two look the
/// same.
///
/// A name stays as it is, the first of several that look alike, too; the others get " (2)", " (3)" … at their
/// end. Names look alike that differ only in blanks, in characters that cannot be seen, or in how an accent
/// is put together. One in which nothing can be seen is "(empty)". So a column of the writer's own, such as
/// "key", keeps its name if it stands first.
[[nodiscard]] QStringList columnNames(const QStringList &names);

} // namespace GenMirror
