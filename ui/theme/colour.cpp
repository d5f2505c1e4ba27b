#include "ui/theme/colour.h"

namespace GenMirror
{

namespace
{

const QList<Colour> &everySurface()
{
    using enum Colour;
    static const QList<Colour> all{Window,   Base,        Raised,     Hover,    Pressed,  Select,  SelectOff,
                                   LiveSoft, ChangedSoft, DangerSoft, PastSoft, MineSoft, ProdSoft};
    return all;
}

} // namespace

QList<Colour> surfacesOf(Colour token)
{
    using enum Colour;
    QList<Colour> plain{Window, Base, Raised, Hover, Select, SelectOff};
    switch (token) {
    case Text:
    case Text2:
    case Text3:
    case JsonString:
    case JsonNumber:
    case JsonKeyword:
    case JsonName:
        return everySurface();
    case OnAccent:
        return {Accent, Danger}; // buttons that are filled
    case OnBanner:
        return {Banner};
    case Control:
        return {Window, Base, Raised, Hover, Select};
    case Bar:
        return {Window, Base};
    case Accent:
        return plain;
    case Live:
        return plain + QList{LiveSoft};
    case Changed:
    case ChangedMark:
        return plain + QList{ChangedSoft};
    case Danger:
        return plain + QList{DangerSoft};
    case Past:
        return plain + QList{PastSoft};
    case Mine:
        return plain + QList{MineSoft};
    case Prod:
        return plain + QList{ProdSoft};
    default:
        return {};
    }
}

double leastContrastOf(Colour token, bool isHighContrast)
{
    if (token == Colour::Control || token == Colour::Bar || token == Colour::ChangedMark)
        return 3.0;
    return isHighContrast ? 7.0 : 4.5;
}

} // namespace GenMirror
