#pragma once

#include "model/core/generation.h"
#include "model/core/result.h"

namespace GenMirror
{

/// An error as RFC 9457 has it: application/problem+json.
struct Problem {
    int status = 500;
    QString title;
    QString detail;                               ///< Says what to do.
    QString type = QStringLiteral("about:blank"); ///< A URI.
    ErrorCode code = ErrorCode::None;             ///< None where the status says enough.
    qsizetype operationIndex = -1;                ///< "operation" in the document, where a batch was refused.

    Generation generation = {}; ///< Where a condition does not hold: of the object's last change,
    QByteArray current = {};    ///< and the object itself, as it is now; empty if there is none.

    [[nodiscard]] QByteArray toJson() const;
    /// From an answer; a body that is no problem document gives one of the status alone.
    [[nodiscard]] static Problem fromAnswer(int status, const QByteArray &body);
    /// The status that an error becomes: InvalidArgument 400, NotFound 404, AlreadyExists 409, Conflict 412,
    /// TooLarge 413, Unauthorized 401,
    /// Forbidden 403, Storage 507 or 500, …
    [[nodiscard]] static Problem of(const Error &error);
    /// With a sentence of ours, in the program's language, in place of the server's words, which it says,
    /// too.
    [[nodiscard]] Error toError() const;
};

/// Of a code that a server may name; empty for others.
[[nodiscard]] QLatin1StringView nameOf(ErrorCode code);
/// None: not known, as of a later version.
[[nodiscard]] ErrorCode errorCodeOf(QStringView name);
/// For a person, in the program's language. Empty for a code that says too little, and for None.
[[nodiscard]] QString sentenceFor(ErrorCode code);

} // namespace GenMirror
