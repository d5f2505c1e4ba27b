#include "model/core/setkey.h"

#include "model/core/jsontext.h"
#include "model/core/sentences.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

tl::unexpected<Error> noSuchKey()
{
    return failure(Error::Kind::InvalidArgument,
                   Sentences::tr("A set's key is {\"attribute\": \"NAME\"}, \"value\" or \"explicit\"."));
}

} // namespace

SetKey SetKey::fromWord(const QString &word)
{
    return word == "."_L1 ? ofValue() : ofAttribute(word);
}

QString SetKey::toWord() const
{
    return kind == Kind::Value ? u"."_s : attribute;
}

Result<SetKey> SetKey::fromJson(QByteArrayView json)
{
    json = json.trimmed();
    if (json == "\"value\"")
        return ofValue();
    if (json == "\"explicit\"")
        return ofExplicit();
    const auto members = fieldsOf(json);
    if (!members || members->size() != 1 || members->first().name != "attribute" ||
        !members->first().value.startsWith('"'))
        return noSuchKey();
    const auto name = ObjectId::fromJson(members->first().value);
    if (!name)
        return noSuchKey();
    return ofAttribute(name->toDisplay());
}

QByteArray SetKey::toJson() const
{
    switch (kind) {
    case Kind::Value:
        return "\"value\"";
    case Kind::Explicit:
        return "\"explicit\"";
    case Kind::Attribute:
        break;
    }
    return "{\"attribute\":" + jsonString(attribute) + '}';
}

Result<ObjectId> SetKey::idOf(QByteArrayView text) const
{
    switch (kind) {
    case Kind::Value:
        return ObjectId::fromValueJson(text);
    case Kind::Explicit:
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The ids of this set are explicit: give the id beside the object."));
    case Kind::Attribute:
        break;
    }
    const auto value = memberText(text, attribute.toUtf8());
    if (!value)
        return failureOf(value);
    if (value->isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The object lacks the attribute \"%1\", which is the key of its set.")
                           .arg(attribute));
    auto id = ObjectId::fromJson(*value);
    if (!id)
        return failure(
            id.error().kind,
            Sentences::tr("The object's key attribute \"%1\": %2").arg(attribute, id.error().detail));
    return id;
}

} // namespace GenMirror
