// The tokens that a palette of the system has no role for.
#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"

namespace GenMirror
{

namespace
{

struct Soft {
    Token token, hue;
};

constexpr Soft Softs[] = {
    {.token = Token::LiveSoft, .hue = Token::Live},
    {.token = Token::ChangedSoft, .hue = Token::ChangedMark},
    {.token = Token::DangerSoft, .hue = Token::Danger},
    {.token = Token::PastSoft, .hue = Token::Past},
    {.token = Token::MineSoft, .hue = Token::Mine},
    {.token = Token::ProdSoft, .hue = Token::Prod},
    {.token = Token::Select, .hue = Token::Accent},
};

} // namespace

bool isTinted(Token token)
{
    return token == Token::Window || token == Token::Hover || token == Token::Line;
}

QColor systemTint(const QColor &colour, bool isDark)
{
    const Theme::Look look = isDark ? Theme::Look::Dark : Theme::Look::Light;
    return mixed(coloursOf(look)[size_t(Token::Past)], colour, isDark ? 0.08 : 0.06);
}

Theme::Colours coloursFrom(const QPalette &system)
{
    const QColor window = system.color(QPalette::Active, QPalette::Window);
    const QColor base = system.color(QPalette::Active, QPalette::Base);
    const QColor text = system.color(QPalette::Active, QPalette::Text);
    const bool isDark = base.lightness() < text.lightness();
    Theme::Colours colours = coloursOf(isDark ? Theme::Look::Dark : Theme::Look::Light);
    const auto at = [&colours](Token token) -> QColor & { return colours[size_t(token)]; };
    at(Token::Window) = window;
    at(Token::Base) = base;
    at(Token::Text) = text;
    at(Token::Raised) = mixed(base, window, 0.5);
    at(Token::Hover) = mixed(text, window, 0.07);
    at(Token::Pressed) = mixed(text, window, 0.12);
    at(Token::SelectOff) = mixed(text, window, 0.08);
    at(Token::Line) = mixed(text, window, 0.14);
    at(Token::Control) = mixed(text, base, 0.5);
    at(Token::Bar) = mixed(text, base, 0.5);
    at(Token::Text2) = mixed(text, base, 0.75);
    at(Token::Text3) = mixed(text, base, 0.7);
    at(Token::Accent) = system.color(QPalette::Active, QPalette::Highlight);
    for (const Soft &soft : Softs)
        at(soft.token) = mixed(at(soft.hue), base, isDark ? 0.24 : 0.14);
    for (int i = 0; i < TokenCount; ++i) {
        const auto token = Token(i);
        QList<QColor> surfaces;
        for (const Token surface : surfacesOf(token)) {
            surfaces.append(at(surface));
            if (isTinted(surface))
                surfaces.append(systemTint(at(surface), isDark));
        }
        if (!surfaces.isEmpty() && token != Token::OnAccent)
            at(token) = readable(at(token), surfaces, leastContrastOf(token, false));
    }
    at(Token::OnAccent) = readable(system.color(QPalette::Active, QPalette::HighlightedText),
                                   QList{at(Token::Accent)}, leastContrastOf(Token::OnAccent, false));
    return colours;
}

} // namespace GenMirror
