#include "ui/theme/contrast.h"

#include <algorithm>
#include <cmath>

namespace GenMirror
{

namespace
{

double luminanceOf(const QColor &colour)
{
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

double leastContrast(const QColor &colour, std::span<const QColor> surfaces)
{
    double least = 21;
    for (const QColor &surface : surfaces)
        least = std::min(least, contrastOf(colour, surface));
    return least;
}

} // namespace

double contrastOf(const QColor &a, const QColor &b)
{
    const double ofA = luminanceOf(a);
    const double ofB = luminanceOf(b);
    return (std::max(ofA, ofB) + 0.05) / (std::min(ofA, ofB) + 0.05);
}

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto part = [share](int above, int below) { return qRound(above * share + below * (1 - share)); };
    return {part(over.red(), under.red()), part(over.green(), under.green()),
            part(over.blue(), under.blue())};
}

QColor readable(const QColor &colour, std::span<const QColor> surfaces, double least)
{
    const bool lighter = leastContrast(Qt::white, surfaces) > leastContrast(Qt::black, surfaces);
    constexpr int steps = 100;
    const double lightness = colour.lightnessF();
    const double end = lighter ? 1.0 : 0.0;
    for (int step = 0; step <= steps; ++step) {
        const double at = lightness + (end - lightness) * step / steps;
        const QColor moved = QColor::fromHslF(std::max(0.0F, colour.hslHueF()), colour.hslSaturationF(),
                                              float(std::clamp(at, 0.0, 1.0)));
        if (leastContrast(moved, surfaces) >= least)
            return moved.toRgb();
    }
    return lighter ? Qt::white : Qt::black;
}

} // namespace GenMirror
