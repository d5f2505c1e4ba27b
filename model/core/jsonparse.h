// Inside the rule book alone: one whole JSON text through one of RapidJSON's handlers.
#pragma once

#include "model/core/jsonstream.h"
#include "model/core/jsontext.h"
#include "model/core/sentences.h"

namespace GenMirror
{

/// Gives the tokens of `text`, which `stream` reads, to a handler; that stops once its `depth` is beyond
/// `limits`. InvalidArgument (not JSON; names the byte), TooLarge.
template <typename Handler>
Result<void> parseJson(JsonTextStream &stream, QByteArrayView text, Handler &handler,
                       const JsonLimits &limits)
{
    // A NUL would end RapidJSON's reading early; JSON has none.
    if (const qsizetype nul = text.indexOf('\0'); nul >= 0)
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("Not valid JSON at byte %1: a NUL byte.").arg(nul));
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
Result<void> parseJson(QByteArrayView text, Handler &handler, const JsonLimits &limits)
{
    JsonTextStream stream(text);
    return parseJson(stream, text, handler, limits);
}

} // namespace GenMirror
