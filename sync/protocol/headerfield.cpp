#include "sync/protocol/headerfield.h"

#include "model/core/objectid.h"
#include "model/core/plaintext.h"
#include "model/core/sentences.h"
#include "model/core/utf8.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

tl::unexpected<Error> mustBe(const QByteArray &name, const QString &what)
{
    return failure(Error::Kind::Protocol, Sentences::tr("\"%1\" must be %2.").arg(textOfUtf8(name), what));
}

/// Each kind of wrong has its sentence: who wrote the server finds the place by it.
QString problemOfGeneration(const QString &name, const QByteArray &text)
{
    const QString shown = visibly(textOfUtf8(text.left(40)));
    const bool isNumber = text.startsWith('-') || (!text.isEmpty() && text[0] >= '0' && text[0] <= '9');
    if (text.startsWith('"'))
        return Sentences::tr("\"%1\" is the string %2; it must be a number, without quotation marks.")
            .arg(name, shown);
    if (!isNumber)
        return Sentences::tr("\"%1\" is %2; it must be an integer from 1 to 2^63-1.").arg(name, shown);
    if (text.contains('.') || text.contains('e') || text.contains('E'))
        return Sentences::tr(
                   "\"%1\" is written %2; it must be written in digits alone, without a point or an "
                   "exponent.")
            .arg(name, shown);
    if (text.startsWith('-') || text == "0")
        return Sentences::tr("\"%1\" is %2, but generations begin with 1.").arg(name, shown);
    return Sentences::tr("\"%1\" is %2, which is more than 2^63-1.").arg(name, shown);
}

Result<void> readGeneration(const QByteArray &name, const QByteArray &text, Generation &generation)
{
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (!ok || value < 1)
        return failure(Error::Kind::Protocol, problemOfGeneration(textOfUtf8(name), text));
    generation = Generation{value};
    return {};
}

Result<void> readFlag(const QByteArray &name, const QByteArray &text, bool &flag)
{
    if (text != "true" && text != "false")
        return mustBe(name, Sentences::tr("true or false"));
    flag = text == "true";
    return {};
}

Result<void> readCount(const QByteArray &name, const QByteArray &text, qint64 &count)
{
    bool ok = false;
    count = text.toLongLong(&ok);
    return ok && count >= 0 ? Result<void>() : mustBe(name, Sentences::tr("an integer from 0 on"));
}

template <typename Value, typename Place>
Result<void> readHex(const QString &text, Place &place)
{
    const auto read = Value::fromHex(text.toLatin1());
    if (!read)
        return tl::make_unexpected(read.error());
    place = *read;
    return {};
}

} // namespace

Result<void> readHeaderField(const QByteArray &name, const QByteArray &text, UpdateHeader &header)
{
    if (name == "objects")
        return readCount(name, text, header.objects);
    if (name == "generation")
        return readGeneration(name, text, header.generation);
    if (name == "base")
        return readGeneration(name, text, header.base);
    if (name == "more")
        return readFlag(name, text, header.more);
    if (name == "reset")
        return readFlag(name, text, header.reset);
    if (name != "tree" && name != "collection" && name != "digest")
        return {};
    const auto string = ObjectId::fromJson(text);
    if (!string || !string->isString())
        return mustBe(name, u"a string"_s);
    if (name == "collection")
        return readHex<CollectionId>(string->toDisplay(), header.collection);
    if (name == "digest")
        return readHex<Digest>(string->toDisplay(), header.digest);
    header.tree = string->toDisplay();
    return {};
}

} // namespace GenMirror
