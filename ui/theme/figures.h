#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace GenMirror
{

/// Whether the ten digits are equally wide, so that numbers below each other can be compared.
[[nodiscard]] bool hasTabularFigures(const QFont &font);
/// What drawFigures() takes.
[[nodiscard]] int widthOfFigures(const QString &text, const QFont &font);
/// Draws a number on one line at the right of `rect`, each digit as wide as the widest; in the painter's
/// font.
void drawFigures(QPainter &painter, const QRect &rect, const QString &text);

} // namespace GenMirror
