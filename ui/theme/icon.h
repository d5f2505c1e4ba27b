#pragma once

#include "ui/theme/colour.h"

#include <QIcon>

#include <optional>

class QPainter;

namespace GenMirror
{

/// One of our own icons (resources/icons/ui), by its file's name without its end: `icon("search")`. It takes
/// its colours from the theme whenever it is painted: Text2; Text where it is hovered, on or selected; faint
/// where it cannot be used. `token`: always in that colour.
[[nodiscard]] QIcon icon(const QString &name, std::optional<Colour> token = {});

/// Paints one in the middle of `rect`, as large as fits. Those that point to a side point to the other where
/// the window runs from right to left.
void paintIcon(QPainter &painter, const QRect &rect, const QString &name, const QColor &colour);

/// How many bytes of pixmaps are kept, at most.
inline constexpr qsizetype IconCacheBytes = 4 * 1024 * 1024;

} // namespace GenMirror
