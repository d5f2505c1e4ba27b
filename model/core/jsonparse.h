// Inside the rule book alone: one whole JSON text through one of RapidJSON's handlers.
#pragma once

#include "model/core/jsonstream.h"
#include "model/core/jsontext.h"
#include "model/core/sentences.h"

namespace GenMirror
{

/// Where the escape of a low surrogate without a high one before it stands, e.g. \\udc00; -1 if nowhere.
/// RapidJSON refuses the other kind alone, and would make bytes of this one that are no UTF-8.
[[nodiscard]] inline qsizetype loneLowSurrogate(QByteArrayView text)
{
    const auto isSurrogate = [text](qsizetype at, QByteArrayView third) {
        return text.sliced(at).startsWith("\\u") && at + 3 < text.size() && (text[at + 2] | 0x20) == 'd' &&
               third.contains(char(text[at + 3] | 0x20));
    };
    for (qsizetype at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
        if (isSurrogate(at, "cdef"))
            return at;
        at += isSurrogate(at, "89ab") ? 12 : 2; // RapidJSON sees that the other half of the pair follows
    }
    return -1;
}

/// Gives the tokens of `text`, which `stream` reads, to a handler; that stops once its `depth` is beyond
/// `limits`. InvalidArgument (not JSON; names the byte), TooLarge.
template <typename Handler>
[[nodiscard]] Result<void> parseJson(JsonTextStream &stream, QByteArrayView text, Handler &handler,
                                     const JsonLimits &limits)
{
    // A NUL would end RapidJSON's reading early; JSON has none.
    if (const qsizetype nul = text.indexOf('\0'); nul >= 0)
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("Not valid JSON at byte %1: a NUL byte.").arg(nul));
    if (const qsizetype lone = loneLowSurrogate(text); lone >= 0)
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("Not valid JSON at byte %1: a surrogate without its pair.").arg(lone));
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<JsonParseFlags>(stream, handler);
    if (!result.IsError())
        return {};
    if (result.Code() == rapidjson::kParseErrorTermination && handler.depth > limits.maximumDepth)
        return failure(Error::Kind::TooLarge,
                       Sentences::tr("The JSON is nested deeper than %1 levels.").arg(limits.maximumDepth));
    return tl::make_unexpected(jsonError(result));
}

template <typename Handler>
[[nodiscard]] Result<void> parseJson(QByteArrayView text, Handler &handler, const JsonLimits &limits)
{
    JsonTextStream stream(text);
    return parseJson(stream, text, handler, limits);
}

} // namespace GenMirror
