#pragma once

#include <QList>
#include <QString>

namespace GenMirror
{

/// A column of a set's table, from left to right.
struct ShownColumn {
    QString name;  ///< An attribute; empty: the key.
    int width = 0; ///< Pixels.
};

/// What a person made of a set's columns; empty: nothing yet.
[[nodiscard]] QList<ShownColumn> columnsOf(const QString &set);
/// Empty: forgets it.
void rememberColumnsOf(const QString &set, const QList<ShownColumn> &columns);

/// Of all sets.
void forgetColumns();

} // namespace GenMirror
