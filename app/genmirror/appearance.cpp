#include "app/genmirror/appearance.h"

#include "app/genmirror/contraststyle.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct Colours {
    QColor window, base, alternate, text, button, mid, highlight, highlighted, link, placeholder, tip;
};

QPalette paletteOf(const Colours &c)
{
    QPalette palette(c.text, c.button, c.button.lighter(130), c.mid.darker(140), c.mid, c.text, c.highlighted,
                     c.base, c.window);
    palette.setColor(QPalette::AlternateBase, c.alternate);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Highlight, c.highlight);
    palette.setColor(QPalette::HighlightedText, c.highlighted);
    palette.setColor(QPalette::Link, c.link);
    palette.setColor(QPalette::PlaceholderText, c.placeholder);
    palette.setColor(QPalette::ToolTipBase, c.tip);
    palette.setColor(QPalette::ToolTipText, c.text);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::ButtonText, QPalette::WindowText})
        palette.setColor(QPalette::Disabled, role, c.placeholder);
    return palette;
}

} // namespace

void applyAppearance(const QString &name)
{
    static const QString systemStyle = QApplication::style()->name();
    static const QPalette systemPalette = QApplication::palette();
    if (name.isEmpty()) {
        const bool isOurs = qobject_cast<ContrastStyle *>(QApplication::style()) != nullptr;
        if (isOurs || QApplication::style()->name() != systemStyle)
            QApplication::setStyle(systemStyle);
        QApplication::setPalette(systemPalette);
        return;
    }
    QApplication::setStyle(name == "contrast"_L1 ? new ContrastStyle : QStyleFactory::create(u"Fusion"_s));
    const auto hex = [](QRgb rgb) { return QColor(rgb); };
    if (name == "dark"_L1)
        QApplication::setPalette(paletteOf({.window = hex(0x26292e),
                                            .base = hex(0x1c1f23),
                                            .alternate = hex(0x22262b),
                                            .text = hex(0xe4e7ea),
                                            .button = hex(0x343941),
                                            .mid = hex(0x59616b),
                                            .highlight = hex(0x2f6fb0),
                                            .highlighted = hex(0xffffff),
                                            .link = hex(0x7db7f0),
                                            .placeholder = hex(0x9aa3ad),
                                            .tip = hex(0x3a3f31)}));
    else if (name == "contrast"_L1)
        QApplication::setPalette(paletteOf({.window = hex(0x000000),
                                            .base = hex(0x000000),
                                            .alternate = hex(0x141414),
                                            .text = hex(0xffffff),
                                            .button = hex(0x101010),
                                            .mid = hex(0xc8c8c8),
                                            .highlight = hex(0xffd800),
                                            .highlighted = hex(0x000000),
                                            .link = hex(0x6fd3ff),
                                            .placeholder = hex(0xd0d0d0),
                                            .tip = hex(0x000000)}));
    else
        QApplication::setPalette(paletteOf({.window = hex(0xf2f3f5),
                                            .base = hex(0xffffff),
                                            .alternate = hex(0xf5f7f9),
                                            .text = hex(0x1b1e22),
                                            .button = hex(0xe9ebee),
                                            .mid = hex(0xa9b0b8),
                                            .highlight = hex(0x2f6fb0),
                                            .highlighted = hex(0xffffff),
                                            .link = hex(0x1f5f9f),
                                            .placeholder = hex(0x646c75),
                                            .tip = hex(0xfff8d8)}));
}

} // namespace GenMirror
