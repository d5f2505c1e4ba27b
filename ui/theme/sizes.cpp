#include "ui/theme/sizes.h"

#include "ui/theme/mirrorstyle.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QWidget>

#include <algorithm>

namespace GenMirror
{

namespace
{

QFont scaledFont(QFont font, double factor)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(std::max(1, qRound(font.pixelSize() * factor)));
    return font;
}

/// Gives a widget its font anew with each of the application's.
class FixedFont : public QObject
{
public:
    explicit FixedFont(QWidget *widget)
        : QObject(widget)
    {
        widget->installEventFilter(this);
        widget->setFont(fixedFont());
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::ApplicationFontChange)
            static_cast<QWidget *>(watched)->setFont(fixedFont());
        return QObject::eventFilter(watched, event);
    }
};

double &zoomInUse()
{
    static double zoom = 1;
    return zoom;
}

} // namespace

int units(double count)
{
    constexpr double unitsOfALine = 16;
    return qRound(count * QFontMetrics(QApplication::font()).height() / unitsOfALine);
}

QFont typeFont(Type type, const QFont &base)
{
    constexpr double factors[] = {0.85, 0.92, 1, 1.15, 1.54, 1.85};
    QFont font = scaledFont(base, factors[int(type)]);
    if (type != Type::Small && type != Type::Body)
        font.setWeight(QFont::DemiBold);
    return font;
}

QFont fixedFont()
{
    constexpr double ofBody = 0.92;
    return scaledFont(QFontDatabase::systemFont(QFontDatabase::FixedFont), ofBody * zoomInUse());
}

void useFixedFont(QWidget *widget)
{
    new FixedFont(widget);
}

void setFontZoom(double factor)
{
    static const QFont systemFont = QApplication::font();
    const double bounded = std::clamp(factor, SmallestZoom, LargestZoom);
    if (bounded == zoomInUse())
        return;
    zoomInUse() = bounded;
    QApplication::setFont(scaledFont(systemFont, bounded));
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) { // Qt tells them only once the event loop runs
        QEvent event(QEvent::ApplicationFontChange);
        QApplication::sendEvent(widget, &event);
    }
    if (auto *style = qobject_cast<MirrorStyle *>(QApplication::style()))
        style->themeChanged(); // what is measured in units is measured anew
}

double fontZoom()
{
    return zoomInUse();
}

} // namespace GenMirror
