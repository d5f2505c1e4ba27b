#pragma once

#include "ui/theme/colour.h"

#include <QString>
#include <QStyle>

class QPainter;
class QRect;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionHeader;
class QStyleOptionTab;
class QWidget;

// What MirrorStyle draws, piece by piece.
namespace GenMirror
{

class Theme;

/// A rounded box with an edge; where it has the focus, the edge is the accent, twice as wide.
void drawBox(QPainter &painter, const QRect &rect, const QStyleOption &option, const Theme &theme,
             Colour fill, Colour edge);
/// The same without filling it.
void drawEdge(QPainter &painter, const QRect &rect, const QStyleOption &option, const Theme &theme,
              Colour edge);
void drawButton(QPainter &painter, const QStyleOptionButton &option, const Theme &theme,
                const QWidget *widget);
/// The colour of what stands on it.
[[nodiscard]] Colour textOfButton(const QStyleOptionButton &option, const QWidget *widget);
void drawCheckBox(QPainter &painter, const QStyleOption &option, const Theme &theme);
void drawRadioButton(QPainter &painter, const QStyleOption &option, const Theme &theme);
void drawTab(QPainter &painter, const QStyleOptionTab &option, const Theme &theme);
void drawHeaderSection(QPainter &painter, const QStyleOptionHeader &option, const Theme &theme);
/// A selected or hovered row; the edge stands where the row begins.
void drawRow(QPainter &painter, const QStyleOption &option, const Theme &theme, const QWidget *widget);
/// What the model wants behind an item.
void drawItemBackground(QPainter &painter, const QStyleOption &option);
void drawArrow(QPainter &painter, const QRect &room, QStyle::State state, const Theme &theme,
               const QString &icon);
/// A hairline in the middle of what can be dragged.
void drawSplitter(QPainter &painter, const QStyleOption &option, const Theme &theme);
/// The same between docks. The line stands at that side which is nearer to the window's middle; what can be
/// grabbed beside it looks like the dock there.
void drawDockSeparator(QPainter &painter, const QStyleOption &option, const Theme &theme,
                       const QWidget *window);
/// What a dock lies on: its contents' ground.
[[nodiscard]] Colour groundOfDock(const QWidget *dock);

} // namespace GenMirror
