#include "model/core/mirrorstatus.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QString nameOf(MirrorStatus::State state)
{
    switch (state) {
    case MirrorStatus::State::Opening:
        return u"opening"_s;
    case MirrorStatus::State::Connecting:
        return u"connecting"_s;
    case MirrorStatus::State::CatchingUp:
        return u"catching up"_s;
    case MirrorStatus::State::Live:
        return u"live"_s;
    case MirrorStatus::State::Offline:
        return u"offline"_s;
    case MirrorStatus::State::Paused:
        return u"paused"_s;
    case MirrorStatus::State::Blocked:
        return u"blocked"_s;
    case MirrorStatus::State::Failed:
        return u"failed"_s;
    }
    return {};
}

QString nameOf(MirrorStatus::Link link)
{
    switch (link) {
    case MirrorStatus::Link::None:
        return u"none"_s;
    case MirrorStatus::Link::Polling:
        return u"polling"_s;
    case MirrorStatus::Link::Push:
        return u"push"_s;
    }
    return {};
}

} // namespace GenMirror
