#include "model/core/historyrecord.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QString nameOf(UpdateCause cause)
{
    switch (cause) {
    case UpdateCause::FirstSync:
        return u"first sync"_s;
    case UpdateCause::Poll:
        return u"poll"_s;
    case UpdateCause::Push:
        return u"push"_s;
    case UpdateCause::Refresh:
        return u"refresh"_s;
    case UpdateCause::TooFarBehind:
        return u"too far behind"_s;
    case UpdateCause::Reset:
        return u"reset"_s;
    case UpdateCause::Repair:
        return u"repair"_s;
    }
    return {};
}

} // namespace GenMirror
