#pragma once

#include "model/core/result.h"

namespace GenMirror
{

/// Why something does not go on, for a person; empty: it does.
struct Trouble {
    Trouble() = default;
    Trouble(QString what) // NOLINT(google-explicit-constructor): a sentence alone
        : sentence(std::move(what))
    {
    }
    Trouble(const Error &error) // NOLINT(google-explicit-constructor)
        : sentence(error.detail)
        , code(error.code)
    {
    }

    QString sentence;
    ErrorCode code = ErrorCode::None;

    [[nodiscard]] bool isEmpty() const { return sentence.isEmpty(); }
};

} // namespace GenMirror
