#pragma once

#include <QFont>

class QWidget;

namespace GenMirror
{

/// Sizes are given in units: 1/16 of the height of a line of the application's font, so that everything grows
/// with it. In pixels.
[[nodiscard]] int units(double count);

/// Steps of type, as factors of the system's size.
enum class Type {
    Caption, ///< 0.85, semibold
    Small,   ///< 0.92
    Body,    ///< 1
    Section, ///< 1.15, semibold
    Page,    ///< 1.54, semibold
    Welcome, ///< 1.85, semibold
};
[[nodiscard]] QFont typeFont(Type type, const QFont &base);
/// For JSON and what has to be compared letter by letter.
[[nodiscard]] QFont fixedFont();
/// The same for a widget, whatever size the application's font takes.
void useFixedFont(QWidget *widget);

/// How large the application's font is, as a factor of the system's; 1: as the system has it. It is bounded
/// by SmallestZoom and LargestZoom.
void setFontZoom(double factor);
[[nodiscard]] double fontZoom();
inline constexpr double SmallestZoom = 0.7;
inline constexpr double LargestZoom = 2.5;

} // namespace GenMirror
