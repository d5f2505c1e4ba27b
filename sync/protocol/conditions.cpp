#include "sync/protocol/conditions.h"

#include "model/core/utf8.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr QByteArrayView Codings[] = {"gzip"}; // that the server answers in

QByteArrayView withoutCoding(QByteArrayView opaque)
{
    for (const QByteArrayView coding : Codings) {
        if (opaque.size() > coding.size() && opaque.endsWith(coding) &&
            opaque[opaque.size() - coding.size() - 1] == '-')
            return opaque.chopped(coding.size() + 1);
    }
    return opaque;
}

bool isSame(const EntityTag &a, const EntityTag &b)
{
    return withoutCoding(a.opaque) == withoutCoding(b.opaque);
}

/// Of a tag between its quotation marks (RFC 9110, etagc).
bool isTagCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x21 || (byte >= 0x23 && byte != 0x7f);
}

/// Takes a tag off the beginning of the text; none if it begins with none.
std::optional<EntityTag> takeTag(QByteArrayView &text)
{
    EntityTag tag{.isWeak = text.startsWith("W/")};
    if (tag.isWeak)
        text = text.sliced(2);
    const qsizetype end = text.startsWith('"') ? text.indexOf('"', 1) : -1;
    if (end < 0)
        return {};
    tag.opaque = text.sliced(1, end - 1).toByteArray();
    text = text.sliced(end + 1).trimmed();
    if (!std::ranges::all_of(tag.opaque, isTagCharacter))
        return {};
    return tag;
}

} // namespace

QByteArray EntityTag::toHeader() const
{
    return (isWeak ? "W/\"" : "\"") + opaque + '"';
}

EntityTag EntityTag::inCoding(const QByteArray &coding) const
{
    return isWeak ? *this : EntityTag{.opaque = opaque + '-' + coding};
}

std::optional<Generation> EntityTag::generationIn(QByteArrayView header)
{
    const auto list = TagList::parse(header);
    if (!list || list->tags.size() != 1 || list->tags.first().isWeak)
        return {};
    bool ok = false;
    const qint64 value = withoutCoding(list->tags.first().opaque).toByteArray().toLongLong(&ok);
    return ok && value > 0 ? std::optional(Generation{value}) : std::nullopt;
}

Result<TagList> TagList::parse(QByteArrayView value)
{
    const auto invalid = [] {
        return failure(Error::Kind::InvalidArgument,
                       u"If-Match and If-None-Match hold * or tags in quotation marks with commas between "
                       u"them, as ETag does: "
                       "\"42\", W/\"42\"."_s);
    };
    value = value.trimmed();
    if (value == "*")
        return TagList{.any = true};
    TagList list;
    bool comma = true;
    while (!value.isEmpty()) {
        if (value.startsWith(',')) { // an empty element is none
            comma = true;
            value = value.sliced(1).trimmed();
            continue;
        }
        auto tag = comma ? takeTag(value) : std::nullopt;
        if (!tag)
            return invalid();
        list.tags.append(*std::move(tag));
        comma = false;
    }
    if (list.tags.isEmpty())
        return invalid();
    return list;
}

Result<Conditions> Conditions::parse(QByteArrayView ifMatch, QByteArrayView ifNoneMatch)
{
    Conditions conditions;
    for (const auto &[value, place] :
         {std::pair(ifMatch, &conditions.ifMatch), std::pair(ifNoneMatch, &conditions.ifNoneMatch)}) {
        if (value.isNull())
            continue;
        auto list = TagList::parse(value);
        if (!list)
            return failureOf(list);
        *place = *std::move(list);
    }
    return conditions;
}

Conditions::Verdict Conditions::of(const std::optional<EntityTag> &current) const
{
    if (ifMatch) {
        const bool matches =
            current &&
            (ifMatch->any || (!current->isWeak && std::ranges::any_of(ifMatch->tags, [&](auto &tag) {
                 return !tag.isWeak && isSame(tag, *current);
             })));
        if (!matches)
            return {.holds = false};
    }
    if (!ifNoneMatch || !current)
        return {};
    if (ifNoneMatch->any)
        return {.holds = false, .notModified = current};
    const auto found =
        std::ranges::find_if(ifNoneMatch->tags, [&](auto &tag) { return isSame(tag, *current); });
    if (found == ifNoneMatch->tags.end())
        return {};
    return {.holds = false, .notModified = EntityTag{.opaque = found->opaque, .isWeak = current->isWeak}};
}

Result<void> Conditions::check(const std::optional<EntityTag> &current) const
{
    const Verdict verdict = of(current);
    if (verdict.holds)
        return {};
    if (!current)
        return failure(Error::Kind::Conflict, u"It is not there, and If-Match wants it to be."_s);
    if (verdict.notModified)
        return failure(Error::Kind::Conflict,
                       u"It is there already, as %1, and If-None-Match excludes that."_s.arg(
                           textOfUtf8(current->toHeader())));
    return failure(Error::Kind::Conflict,
                   u"It was changed meanwhile: it is %1 now, which is not in If-Match."_s.arg(
                       textOfUtf8(current->toHeader())));
}

} // namespace GenMirror
