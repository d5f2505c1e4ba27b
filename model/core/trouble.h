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
        , said(error.said)
    {
    }

    QString sentence;
    ErrorCode code = ErrorCode::None;
    QString said; ///< The server's own words, for details; empty if there are none.

    [[nodiscard]] bool isEmpty() const { return sentence.isEmpty(); }
};

} // namespace GenMirror
