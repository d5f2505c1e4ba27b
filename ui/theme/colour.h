#pragma once

#include <QList>

namespace GenMirror
{

/// What a colour is for. No widget names a colour: it names one of these, and the theme knows the colour.
enum class Colour {
    Window,      ///< Around the data: toolbar, sidebar, timeline.
    Base,        ///< Tables, texts, fields, cards.
    Raised,      ///< Popovers, side sheets, menus.
    Hover,       ///< Under the pointer.
    Pressed,     ///< Pressed.
    Line,        ///< Hairlines between parts: decoration only.
    Control,     ///< Edges of fields, boxes and buttons.
    Text,        ///< Text.
    Text2,       ///< Second text, heads of columns, icons.
    Text3,       ///< Null, hints, numbers of lines.
    Accent,      ///< Focus, links, the default button.
    OnAccent,    ///< Text on Accent, or on Danger.
    Select,      ///< What is selected in a view that has the focus.
    SelectOff,   ///< What is selected in any other view.
    Live,        ///< Live, verified, added.
    LiveSoft,    ///< A new row, an added value.
    Changed,     ///< Changed, behind: glyph and text.
    ChangedSoft, ///< A changed cell.
    ChangedMark, ///< Its edge, and dots and bars: no text.
    Danger,      ///< Errors, what was removed, what destroys.
    DangerSoft,  ///< A value that was.
    Past,        ///< Time travel.
    Banner,      ///< The banner of time travel.
    OnBanner,    ///< Text on Banner.
    PastSoft,    ///< What differs from now.
    Mine,        ///< My edits that wait.
    MineSoft,    ///< Mine in a conflict.
    Prod,        ///< Production.
    ProdSoft,    ///< Its tag.
    Bar,         ///< Bars of the timeline.
    JsonString,
    JsonNumber,
    JsonKeyword, ///< true and false.
    JsonName,
};
inline constexpr int ColourCount = int(Colour::JsonName) + 1;

/// The surfaces that a token may lie on; empty: it is a surface itself, or decoration. Everything that is
/// drawn keeps to it, and a test computes the contrast of each pair.
[[nodiscard]] QList<Colour> surfacesOf(Colour token);
/// The contrast that a token has at least on each of its surfaces: 4.5 as text, 7 in high contrast, and 3 for
/// what is no text.
[[nodiscard]] double leastContrastOf(Colour token, bool isHighContrast);

} // namespace GenMirror
