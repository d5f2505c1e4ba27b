// The only file that names colours. Their contrasts are computed by tests/ui/theme_test.
#include "ui/theme/theme.h"

namespace GenMirror
{

namespace
{

struct Row {
    Colour token;
    QRgb light, dark, contrast;
};

constexpr Row Rows[] = {
    {.token = Colour::Window, .light = 0xf3f5f8, .dark = 0x1c1f25, .contrast = 0x000000},
    {.token = Colour::Base, .light = 0xffffff, .dark = 0x15181c, .contrast = 0x000000},
    {.token = Colour::Raised, .light = 0xfafbfc, .dark = 0x22262d, .contrast = 0x000000},
    {.token = Colour::Hover, .light = 0xe9edf2, .dark = 0x2a2f37, .contrast = 0x2e2e2e},
    {.token = Colour::Pressed, .light = 0xdce2e9, .dark = 0x343a44, .contrast = 0x404040},
    {.token = Colour::Line, .light = 0xdfe3e8, .dark = 0x2d323a, .contrast = 0x8c8c8c},
    {.token = Colour::Control, .light = 0x747d89, .dark = 0x8a94a1, .contrast = 0xffffff},
    {.token = Colour::Text, .light = 0x1a1f26, .dark = 0xe7e9ec, .contrast = 0xffffff},
    {.token = Colour::Text2, .light = 0x525b66, .dark = 0xabb3be, .contrast = 0xffffff},
    {.token = Colour::Text3, .light = 0x5c6570, .dark = 0xa1aab6, .contrast = 0xe6e6e6},
    {.token = Colour::Accent, .light = 0x1a60c8, .dark = 0x7cb1ff, .contrast = 0x80e0ff},
    {.token = Colour::OnAccent, .light = 0xffffff, .dark = 0x0d1b33, .contrast = 0x000000},
    {.token = Colour::Select, .light = 0xdce8fb, .dark = 0x213b62, .contrast = 0x003560},
    {.token = Colour::SelectOff, .light = 0xe6eaef, .dark = 0x2b3038, .contrast = 0x2e2e2e},
    {.token = Colour::Live, .light = 0x177338, .dark = 0x57cb8a, .contrast = 0x5bff8f},
    {.token = Colour::LiveSoft, .light = 0xdff4e5, .dark = 0x173324, .contrast = 0x003d17},
    {.token = Colour::Changed, .light = 0x8a5300, .dark = 0xf3be57, .contrast = 0xffd84d},
    {.token = Colour::ChangedSoft, .light = 0xffebbf, .dark = 0x43330f, .contrast = 0x453200},
    {.token = Colour::ChangedMark, .light = 0xb07200, .dark = 0xd69a1e, .contrast = 0xffd84d},
    {.token = Colour::Danger, .light = 0xc02a30, .dark = 0xff8a84, .contrast = 0xffb8b8},
    {.token = Colour::DangerSoft, .light = 0xfce8e8, .dark = 0x442023, .contrast = 0x590000},
    {.token = Colour::Past, .light = 0x6741bf, .dark = 0xbba6ff, .contrast = 0xe2ccff},
    {.token = Colour::Banner, .light = 0x6741bf, .dark = 0x43357a, .contrast = 0xe2ccff},
    {.token = Colour::OnBanner, .light = 0xffffff, .dark = 0xf1eefb, .contrast = 0x000000},
    {.token = Colour::PastSoft, .light = 0xefeafb, .dark = 0x2a2445, .contrast = 0x33135c},
    {.token = Colour::Mine, .light = 0x0b6b7c, .dark = 0x62cbdb, .contrast = 0x80f6ff},
    {.token = Colour::MineSoft, .light = 0xddf1f4, .dark = 0x12373e, .contrast = 0x00434a},
    {.token = Colour::Prod, .light = 0xb01e5b, .dark = 0xff7fae, .contrast = 0xffbad6},
    {.token = Colour::ProdSoft, .light = 0xfbe6ee, .dark = 0x43192b, .contrast = 0x5c0029},
    {.token = Colour::Bar, .light = 0x7b889a, .dark = 0x6c7889, .contrast = 0xbfbfbf},
    {.token = Colour::JsonString, .light = 0x1b6b3a, .dark = 0x7fd6a0, .contrast = 0x8fffb0},
    {.token = Colour::JsonNumber, .light = 0x9a3d00, .dark = 0xf2a971, .contrast = 0xffd3a8},
    {.token = Colour::JsonKeyword, .light = 0x6741bf, .dark = 0xbba6ff, .contrast = 0xe2ccff},
    {.token = Colour::JsonName, .light = 0x1a4f9c, .dark = 0x8fbdff, .contrast = 0xb8e4ff},
};
static_assert(std::size(Rows) == ColourCount);

} // namespace

Theme::Colours coloursOf(Theme::Look look)
{
    Theme::Colours colours;
    for (const Row &row : Rows) {
        colours[size_t(row.token)] = QColor(look == Theme::Look::HighContrast ? row.contrast
                                            : look == Theme::Look::Dark       ? row.dark
                                                                              : row.light);
    }
    return colours;
}

Theme Theme::tinted() const
{
    Theme tinted(*this);
    const auto set = [&tinted](Colour token, const QColor &colour) {
        tinted.m_colours[size_t(token)] = colour;
    };
    switch (m_look) {
    case Look::HighContrast: // stays black; the window has a violet edge
        break;
    case Look::Light:
        set(Colour::Window, QColor(0xf1eef9));
        set(Colour::Hover, QColor(0xe6e0f4));
        set(Colour::Line, QColor(0xddd7ec));
        break;
    case Look::Dark:
        set(Colour::Window, QColor(0x211f2d));
        set(Colour::Hover, QColor(0x302c40));
        set(Colour::Line, QColor(0x383350));
        break;
    case Look::System:
        for (const Colour token : {Colour::Window, Colour::Hover, Colour::Line})
            set(token, systemTint(colour(token), isDark()));
        break;
    }
    return tinted;
}

} // namespace GenMirror
