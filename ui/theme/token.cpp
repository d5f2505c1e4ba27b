#include "ui/theme/token.h"

namespace GenMirror
{

namespace
{

const QList<Token> &everySurface()
{
    using enum Token;
    static const QList<Token> all{Window,   Base,        Raised,     Hover,    Pressed,  Select,  SelectOff,
                                  LiveSoft, ChangedSoft, DangerSoft, PastSoft, MineSoft, ProdSoft};
    return all;
}

} // namespace

QList<Token> surfacesOf(Token token)
{
    using enum Token;
    const QList<Token> plain{Window, Base, Raised, Select};
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
        return {Accent};
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

double leastContrastOf(Token token, bool isHighContrast)
{
    if (token == Token::Control || token == Token::Bar || token == Token::ChangedMark)
        return 3.0;
    return isHighContrast ? 7.0 : 4.5;
}

} // namespace GenMirror
