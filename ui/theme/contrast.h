#pragma once

#include <QColor>

#include <span>

namespace GenMirror
{

/// How far apart two opaque colours are for the eye, as WCAG 2 defines it: 1 (the same) to 21.
[[nodiscard]] double contrastOf(const QColor &a, const QColor &b);

/// `share` (0 to 1) of one colour over another.
[[nodiscard]] QColor mixed(const QColor &over, const QColor &under, double share);

/// A colour of the same hue that has at least this contrast to each of the surfaces: made lighter or darker,
/// whichever is the way away from them. Where no colour has it, black or white, which comes nearest.
[[nodiscard]] QColor readable(const QColor &colour, std::span<const QColor> surfaces, double least);

} // namespace GenMirror
