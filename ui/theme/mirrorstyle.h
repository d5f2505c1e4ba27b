#pragma once

#include <QProxyStyle>

namespace GenMirror
{

class Theme;

/// How everything of ours is drawn: Fusion with the tokens of Theme, whatever the look. No style sheets.
///
/// What a widget may ask for, by a dynamic property:
/// - "genmirrorRole" of a QPushButton: "danger" (red edge: it asks first), "destroys" (red filled; what a
///   QDialogButtonBox has as destructive is so by itself), "link" (a text in the accent's colour) or "pill"
///   (filled, with round ends, over a view).
/// - "genmirrorGutter" of a QHeaderView: how many pixels stay free before its first label.
class MirrorStyle : public QProxyStyle
{
    Q_OBJECT
public:
    static constexpr char RoleProperty[] = "genmirrorRole";
    static constexpr int GrabWidth = 8; ///< Pixels, of what can be dragged between two parts.
    static constexpr char GutterProperty[] = "genmirrorGutter";

    MirrorStyle();

    /// All is painted anew, and measured anew.
    void themeChanged();

    bool eventFilter(QObject *watched, QEvent *event) override;
    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    void unpolish(QWidget *widget) override;
    using QProxyStyle::unpolish;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option,
                                  const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *returned) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                       SubControl part, const QWidget *widget) const override;
    [[nodiscard]] QIcon standardIcon(StandardPixmap standard, const QStyleOption *option,
                                     const QWidget *widget) const override;

private:
    bool m_isPressing = false; ///< A press on a splitter goes to it.
};

} // namespace GenMirror
