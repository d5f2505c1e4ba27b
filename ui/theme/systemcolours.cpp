// The tokens that a palette of the system has no role for.
#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace GenMirror
{

namespace
{

struct Soft {
    Colour token, hue;
};

constexpr Soft Softs[] = {
    {.token = Colour::LiveSoft, .hue = Colour::Live},
    {.token = Colour::ChangedSoft, .hue = Colour::ChangedMark},
    {.token = Colour::DangerSoft, .hue = Colour::Danger},
    {.token = Colour::PastSoft, .hue = Colour::Past},
    {.token = Colour::MineSoft, .hue = Colour::Mine},
    {.token = Colour::ProdSoft, .hue = Colour::Prod},
    {.token = Colour::Select, .hue = Colour::Accent},
};

/// The hue itself, neither light nor dark: what is mixed in little of it is else grey.
QColor pure(const QColor &colour)
{
    return QColor::fromHslF(std::max(0.0F, colour.hslHueF()), colour.hslSaturationF(), 0.5F).toRgb();
}

} // namespace

bool isTinted(Colour token)
{
    return token == Colour::Window || token == Colour::Hover || token == Colour::Line;
}

QColor systemTint(const QColor &colour, bool isDark)
{
    const Theme::Look look = isDark ? Theme::Look::Dark : Theme::Look::Light;
    return mixed(coloursOf(look)[size_t(Colour::Past)], colour, isDark ? 0.08 : 0.06);
}

Theme::Colours coloursFrom(const QPalette &system)
{
    const QColor window = system.color(QPalette::Active, QPalette::Window);
    const QColor base = system.color(QPalette::Active, QPalette::Base);
    const QColor text = system.color(QPalette::Active, QPalette::Text);
    const bool isDark = base.lightness() < text.lightness();
    Theme::Colours colours = coloursOf(isDark ? Theme::Look::Dark : Theme::Look::Light);
    const auto at = [&colours](Colour token) -> QColor & { return colours[size_t(token)]; };
    at(Colour::Window) = window;
    at(Colour::Base) = base;
    at(Colour::Text) = text;
    at(Colour::Raised) = mixed(base, window, 0.5);
    at(Colour::Hover) = mixed(text, window, 0.07);
    at(Colour::Pressed) = mixed(text, window, 0.12);
    at(Colour::SelectOff) = mixed(text, window, 0.08);
    at(Colour::Line) = mixed(text, window, 0.14);
    at(Colour::Control) = mixed(text, base, 0.5);
    at(Colour::Bar) = mixed(text, base, 0.5);
    at(Colour::Text2) = mixed(text, base, 0.75);
    at(Colour::Text3) = mixed(text, base, 0.7);
    at(Colour::Accent) = system.color(QPalette::Active, QPalette::Highlight);
    const double share = isDark ? 0.24 : 0.14;
    for (const Soft &soft : Softs) // an amber of 14 % is not seen
        at(soft.token) = mixed(pure(at(soft.hue)), base, soft.token == Colour::ChangedSoft ? 0.24 : share);
    for (int i = 0; i < ColourCount; ++i) {
        const auto token = Colour(i);
        QList<QColor> surfaces;
        for (const Colour surface : surfacesOf(token)) {
            surfaces.append(at(surface));
            if (isTinted(surface))
                surfaces.append(systemTint(at(surface), isDark));
        }
        if (!surfaces.isEmpty() && token != Colour::OnAccent)
            at(token) = readable(at(token), surfaces, leastContrastOf(token, false));
    }
    at(Colour::OnAccent) =
        readable(system.color(QPalette::Active, QPalette::HighlightedText),
                 QList{at(Colour::Accent), at(Colour::Danger)}, leastContrastOf(Colour::OnAccent, false));
    return colours;
}

} // namespace GenMirror
