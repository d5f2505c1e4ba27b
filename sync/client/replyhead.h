// What the head of an answer says to every kind of request.
#pragma once

#include "model/core/result.h"

#include <QDateTime>

#include <chrono>
#include <optional>

class QNetworkReply;

namespace GenMirror
{

/// Bytes that the fields of a head may have together. Of a head past a bound of its own (about 128 KiB) Qt
/// drops all fields, and then waits for the end of a body whose length it does not know.
constexpr qsizetype MostOfHead = qsizetype(64) * 1024;

/// Once a head has arrived (QNetworkReply::metaDataChanged): why the answer is not taken; none if it is.
/// `server`: how people know it.
[[nodiscard]] std::optional<Error> problemOfHead(const QNetworkReply &reply, const QString &server);

/// How long the server wants to be left alone: of a status 429 or 503 with Retry-After, in seconds or as a
/// date (RFC 9110, 10.2.3); at most an hour. None if it does not say. `now`: for a date, where the answer has
/// none.
[[nodiscard]] std::optional<std::chrono::milliseconds> waitAskedFor(const QNetworkReply &reply,
                                                                    const QDateTime &now);

/// A date as HTTP writes it; invalid if it is none.
[[nodiscard]] QDateTime dateOfHead(const QByteArray &text);

} // namespace GenMirror
