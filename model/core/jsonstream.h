// How GenMirror reads JSON: RapidJSON's SAX reader, which validates everything and lets us keep raw slices.
// Internal to .cpp files; RapidJSON shows in no public header.
#pragma once

#include "model/core/result.h"

#include <QByteArrayView>

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

namespace GenMirror
{

/// Numbers stay text (they may have any size), UTF-8 is checked, and no recursion follows the input's depth.
inline constexpr unsigned JsonParseFlags = rapidjson::kParseNumbersAsStringsFlag |
                                           rapidjson::kParseValidateEncodingFlag |
                                           rapidjson::kParseIterativeFlag;

/// A text in memory as a stream that knows where it is.
class JsonTextStream
{
public:
    using Ch = char;

    explicit JsonTextStream(QByteArrayView text)
        : m_begin(text.data())
        , m_at(text.data())
        , m_end(text.data() + text.size())
    {
    }

    [[nodiscard]] char Peek() const { return m_at == m_end ? '\0' : *m_at; }
    char Take() { return m_at == m_end ? '\0' : *m_at++; }
    [[nodiscard]] size_t Tell() const { return size_t(m_at - m_begin); }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }

    // For RapidJSON's in-situ mode, which is not used.
    char *PutBegin() { return nullptr; }
    void Put(char) {}
    void Flush() {}
    size_t PutEnd(char *) { return 0; }

private:
    const char *m_begin;
    const char *m_at;
    const char *m_end;
};

/// What a failed parse says to a person.
[[nodiscard]] inline Error jsonError(const rapidjson::ParseResult &result)
{
    return {.kind = Error::Kind::InvalidArgument,
            .detail = QStringLiteral("Not valid JSON at byte %1: %2")
                          .arg(qsizetype(result.Offset()))
                          .arg(QLatin1String(rapidjson::GetParseError_En(result.Code())))};
}

} // namespace GenMirror
