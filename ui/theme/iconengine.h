#pragma once

#include "ui/theme/colour.h"

#include <QIconEngine>

#include <optional>

namespace GenMirror
{

/// An icon from an SVG file in which `currentColor` stands for the colour. See icon().
class IconEngine : public QIconEngine
{
public:
    explicit IconEngine(QString name, std::optional<Colour> token = {});

    /// Kept by name, colour, size and ratio, IconCacheBytes at most. `size` is in the device's pixels. An
    /// icon that is not there is empty.
    [[nodiscard]] static QPixmap pixmapOf(const QString &name, const QColor &colour, const QSize &size,
                                          double ratio);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;
    [[nodiscard]] QString key() const override;
    [[nodiscard]] bool isNull() override;

private:
    [[nodiscard]] QColor colourOf(QIcon::Mode mode, QIcon::State state) const;

    QString m_name;
    std::optional<Colour> m_token;
};

} // namespace GenMirror
