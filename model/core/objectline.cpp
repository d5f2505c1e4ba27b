#include "model/core/objectline.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "model/core/utf8.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Decoded; as the name of a member it can be nothing but a string.
Result<QByteArray> stringOf(QByteArrayView json)
{
    const QByteArray object = '{' + json.toByteArray() + ":0}";
    return membersOf(object).map([](const QList<JsonMember> &members) { return members.first().name; });
}

/// Other programs write it with other white space.
bool isSameJson(const QByteArray &a, QByteArrayView b)
{
    if (a == b)
        return true;
    const auto first = canonicalJson(a);
    const auto second = canonicalJson(b);
    return first && second && *first == *second;
}

} // namespace

QByteArray onOneLine(QByteArray text)
{
    return text.replace('\n', ' ').replace('\r', ' ');
}

QByteArray memberOnOneLine(const QByteArray &name, const QByteArray &exactName, const QByteArray &text)
{
    QByteArray member = '"' + name + "\":";
    if (!text.contains('\n') && !text.contains('\r'))
        return member + text;
    return member + onOneLine(text) + ",\"" + exactName + "\":" + jsonString(textOfUtf8(text));
}

Result<QByteArray> exactTextOf(QByteArrayView line, QByteArrayView name, QByteArrayView exactName)
{
    const auto value = memberText(line, name);
    const auto exact = value ? memberText(line, exactName) : value;
    if (!exact)
        return failureOf(exact);
    if (value->isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The line lacks \"%1\".").arg(textOfUtf8(name)));
    if (exact->isEmpty())
        return value->toByteArray();
    const auto text = stringOf(*exact);
    if (!text || !isSameJson(onOneLine(*text), *value))
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The line's \"%1\" is not the text of its \"%2\".")
                           .arg(textOfUtf8(exactName), textOfUtf8(name)));
    return *text;
}

} // namespace GenMirror
