#include "model/core/setpattern.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

bool agree(const QStringList &segments, const SetPath &path)
{
    for (qsizetype i = 0; i < std::min(segments.size(), path.depth()); ++i) {
        if (segments[i] != "*"_L1 && segments[i] != path.ids().at(i).toDisplay())
            return false;
    }
    return true;
}

} // namespace

Result<SetPattern> SetPattern::fromText(const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    const QStringList segments = (equals < 0 ? text : text.left(equals)).split(u'/');
    if (segments.contains(QString()) || equals == text.size() - 1)
        return failure(
            Error::Kind::InvalidArgument,
            u"A set is named as PATTERN or PATTERN=ATTRIBUTE, such as 'releases/*=releaseCycle', not \"%1\"."_s
                .arg(text));
    return SetPattern{segments, equals < 0 ? SetKey() : SetKey::fromWord(text.mid(equals + 1))};
}

QString SetPattern::toText() const
{
    return segments.join(u'/') + u'=' + key.toWord();
}

bool SetPattern::matches(const SetPath &path) const
{
    return segments.size() == path.depth() && agree(segments, path);
}

bool SetPattern::isBelow(const SetPath &path) const
{
    return segments.size() > path.depth() && agree(segments, path);
}

} // namespace GenMirror
