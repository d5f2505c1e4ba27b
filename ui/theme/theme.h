#pragma once

#include "ui/theme/colour.h"

#include <QColor>
#include <QPalette>

#include <array>

class QWidget;

namespace GenMirror
{

/// The colours of everything, by what they are for. `Theme::of(this).colour(Colour::Live)` is all that a
/// widget needs; ask for it each time something is painted, since the theme may be another then. What is
/// painted by palette roles alone (labels, fields, views) follows by itself.
///
/// For the application's thread.
class Theme
{
public:
    enum class Look {
        System, ///< Window, base, text and accent are the system's; the rest is mixed from them.
        Light,
        Dark,
        HighContrast,
    };
    using Colours = std::array<QColor, ColourCount>;

    /// `system`: the system's palette; for Look::System alone.
    explicit Theme(Look look, const QPalette &system = {});

    /// Gives the application this look: its style and its palette.
    static void use(Look look);
    /// That of the application.
    [[nodiscard]] static const Theme &current();
    /// That of the application, with the tint of time travel where the widget's window looks at the past.
    [[nodiscard]] static const Theme &of(const QWidget *widget);
    /// A window looks at the past, or no more.
    static void setPast(QWidget *window, bool isPast);

    [[nodiscard]] QColor colour(Colour token) const { return m_colours[size_t(token)]; }
    /// With an opacity from 0 to 1.
    [[nodiscard]] QColor colour(Colour token, double opacity) const;
    [[nodiscard]] Look look() const { return m_look; }
    [[nodiscard]] bool isDark() const;
    [[nodiscard]] bool isHighContrast() const { return m_look == Look::HighContrast; }
    /// How wide edges of controls are: in high contrast twice.
    [[nodiscard]] int edge() const { return isHighContrast() ? 2 : 1; }
    [[nodiscard]] QPalette palette() const;
    /// The same with the tint of time travel.
    [[nodiscard]] Theme tinted() const;

private:
    Look m_look;
    QPalette m_system; ///< What is not made from tokens; empty but for Look::System.
    Colours m_colours;
};

/// Those of the three looks of our own.
[[nodiscard]] Theme::Colours coloursOf(Theme::Look look);
/// From a palette of the system. See docs/decisions.md.
[[nodiscard]] Theme::Colours coloursFrom(const QPalette &system);
/// What time travel gives another colour; and which, of a colour of the system.
[[nodiscard]] bool isTinted(Colour token);
[[nodiscard]] QColor systemTint(const QColor &colour, bool isDark);

} // namespace GenMirror
