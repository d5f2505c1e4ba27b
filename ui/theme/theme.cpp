#include "ui/theme/theme.h"

#include "ui/theme/contrast.h"
#include "ui/theme/mirrorstyle.h"
#include "ui/theme/windowedge.h"

#include <QApplication>
#include <QEvent>
#include <QPointer>
#include <QWidget>

namespace GenMirror
{

namespace
{

constexpr char PastProperty[] = "genmirrorPast";

/// That of the application, and the same with the tint.
struct InUse {
    Theme plain;
    Theme past = plain.tinted();
};

InUse &inUse()
{
    static InUse used{.plain = Theme(Theme::Look::System, QApplication::palette())};
    return used;
}

void tint(QWidget &window)
{
    const bool isPast = window.property(PastProperty).toBool();
    window.setPalette(isPast ? inUse().past.palette() : QPalette());
    WindowEdge::setShown(&window, isPast && inUse().plain.isHighContrast());
}

void take(const Theme &theme)
{
    inUse() = {.plain = theme};
    QApplication::setPalette(theme.palette());
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows) {
        if (window->property(PastProperty).toBool())
            tint(*window);
    }
}

/// While everything looks as the system has it, the system may come to look otherwise.
class SystemWatch : public QObject
{
public:
    explicit SystemWatch(QObject *parent)
        : QObject(parent)
    {
        qApp->installEventFilter(this);
    }

    void take()
    {
        m_isTaking = true;
        QApplication::setPalette(QPalette()); // the system's comes back
        GenMirror::take(Theme(Theme::Look::System, QApplication::palette()));
        m_isTaking = false;
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange && !m_isTaking &&
            inUse().plain.look() == Theme::Look::System && QApplication::palette() != inUse().plain.palette())
            take();
        return QObject::eventFilter(watched, event);
    }

private:
    bool m_isTaking = false;
};

} // namespace

Theme::Theme(Look look, const QPalette &system)
    : m_look(look)
    , m_system(look == Look::System ? system : QPalette())
    , m_colours(look == Look::System ? coloursFrom(system) : coloursOf(look))
{
}

void Theme::use(Look look)
{
    static QPointer<SystemWatch> watch;
    if (!watch)
        watch = new SystemWatch(qApp);
    auto *style = qobject_cast<MirrorStyle *>(QApplication::style());
    if (!style)
        QApplication::setStyle(style = new MirrorStyle);
    if (look == Look::System)
        watch->take();
    else
        take(Theme(look));
    style->themeChanged();
}

const Theme &Theme::current()
{
    return inUse().plain;
}

const Theme &Theme::of(const QWidget *widget)
{
    const bool isPast = widget && widget->window()->property(PastProperty).toBool();
    return isPast ? inUse().past : inUse().plain;
}

void Theme::setPast(QWidget *window, bool isPast)
{
    if (window->property(PastProperty).toBool() == isPast)
        return;
    window->setProperty(PastProperty, isPast);
    tint(*window);
}

QColor Theme::colour(Colour token, double opacity) const
{
    QColor colour = m_colours[size_t(token)];
    colour.setAlphaF(float(opacity));
    return colour;
}

bool Theme::isDark() const
{
    return colour(Colour::Base).lightness() < colour(Colour::Text).lightness();
}

QPalette Theme::palette() const
{
    constexpr double disabled = 0.6; // of text3
    QPalette palette = m_system;
    const auto set = [&](std::initializer_list<QPalette::ColorRole> roles, Colour token) {
        for (const QPalette::ColorRole role : roles)
            palette.setColor(role, colour(token));
    };
    set({QPalette::Window}, Colour::Window);
    set({QPalette::Base, QPalette::AlternateBase, QPalette::Button}, Colour::Base);
    set({QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::BrightText,
         QPalette::HighlightedText, QPalette::ToolTipText},
        Colour::Text);
    set({QPalette::PlaceholderText}, Colour::Text3);
    set({QPalette::Highlight}, Colour::Select);
    set({QPalette::Link}, Colour::Accent);
    set({QPalette::LinkVisited}, Colour::Past);
    set({QPalette::ToolTipBase, QPalette::Light}, Colour::Raised);
    set({QPalette::Midlight}, Colour::Hover);
    set({QPalette::Mid, QPalette::Shadow}, Colour::Line);
    set({QPalette::Dark}, Colour::Control);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, colour(Colour::SelectOff));
    const QColor faint = mixed(colour(Colour::Text3), colour(Colour::Window), disabled);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::ButtonText, QPalette::WindowText,
                                           QPalette::HighlightedText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colour(Colour::SelectOff));
    return palette;
}

} // namespace GenMirror
