#include "model/core/collectionid.h"

#include "model/core/sentences.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace GenMirror
{

CollectionId CollectionId::random()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    CollectionId id;
    id.m_hex = QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
    return id;
}

Result<CollectionId> CollectionId::fromHex(QByteArrayView hex)
{
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (hex.size() != 32 || !std::ranges::all_of(hex, isDigit))
        return failure(
            Error::Kind::InvalidArgument,
            Sentences::tr(
                "A collection is 32 lower-case hexadecimal digits, as an update's \"collection\" gives it."));
    CollectionId id;
    id.m_hex = hex.toByteArray();
    return id;
}

} // namespace GenMirror
