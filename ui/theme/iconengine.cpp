#include "ui/theme/iconengine.h"

#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCache>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int LargestIcon = 512; // pixels

QString fileOf(const QString &name)
{
    return u":/icons/ui/%1.svg"_s.arg(name);
}

bool pointsToASide(const QString &name)
{
    static const QStringList names{u"back"_s,       u"forward"_s, u"chevron-right"_s, u"panel-right"_s,
                                   u"panel-left"_s, u"export"_s,  u"chevron-left"_s,  u"import"_s};
    return names.contains(name);
}

QPixmap rendered(const QString &name, const QColor &colour, const QSize &size, double ratio)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QFile file(fileOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return QPixmap::fromImage(image);
    QSvgRenderer renderer(file.readAll().replace("currentColor", colour.name().toLatin1()));
    const int side = std::min(size.width(), size.height());
    QRect area(0, 0, side, side);
    area.moveCenter(QRect(QPoint(), size).center());
    QPainter painter(&image);
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, area);
    painter.end();
    if (QGuiApplication::isRightToLeft() && pointsToASide(name))
        image.mirror(true, false);
    QPixmap pixmap = QPixmap::fromImage(image);
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

} // namespace

IconEngine::IconEngine(QString name, std::optional<Colour> token)
    : m_name(std::move(name))
    , m_token(token)
{
}

QPixmap IconEngine::pixmapOf(const QString &name, const QColor &colour, const QSize &size, double ratio)
{
    static QCache<QString, QPixmap> cache(IconCacheBytes);
    const QSize bounded = size.boundedTo({LargestIcon, LargestIcon});
    if (bounded.isEmpty())
        return {};
    const QString key = u"%1 %2 %3x%4 %5 %6"_s.arg(name, colour.name(QColor::HexArgb))
                            .arg(bounded.width())
                            .arg(bounded.height())
                            .arg(ratio)
                            .arg(int(QGuiApplication::layoutDirection()));
    if (const QPixmap *kept = cache.object(key))
        return *kept;
    QPixmap made = rendered(name, colour, bounded, ratio);
    cache.insert(key, new QPixmap(made), qsizetype(made.width()) * made.height() * 4);
    return made;
}

QColor IconEngine::colourOf(QIcon::Mode mode, QIcon::State state) const
{
    const Theme &theme = Theme::current();
    if (mode == QIcon::Disabled)
        return theme.palette().color(QPalette::Disabled, QPalette::Text);
    if (m_token)
        return theme.colour(*m_token);
    return theme.colour(mode == QIcon::Normal && state == QIcon::Off ? Colour::Text2 : Colour::Text);
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    paintIcon(*painter, rect, m_name, colourOf(mode, state));
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1);
}

QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    return pixmapOf(m_name, colourOf(mode, state), size, scale);
}

QIconEngine *IconEngine::clone() const
{
    return new IconEngine(*this);
}

QString IconEngine::key() const
{
    return u"GenMirror"_s;
}

bool IconEngine::isNull()
{
    return !QFile::exists(fileOf(m_name));
}

QIcon icon(const QString &name, std::optional<Colour> token)
{
    return QIcon(new IconEngine(name, token));
}

void paintIcon(QPainter &painter, const QRect &rect, const QString &name, const QColor &colour)
{
    const int side = std::min(rect.width(), rect.height());
    QRect area(0, 0, side, side);
    area.moveCenter(rect.center());
    const double ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(area.topLeft(), IconEngine::pixmapOf(name, colour, area.size() * ratio, ratio));
}

} // namespace GenMirror
