// A failure is a value: every fallible function of GenMirror returns Result<T>.
#pragma once

#include "model/core/errorcode.h"

#include <QString>

#include <tl/expected.hpp>

#include <optional>
#include <type_traits>

namespace GenMirror
{

/// What went wrong, in a form that code can switch on and a person can act on.
struct Error {
    enum class Kind {
        InvalidArgument, ///< A value that can never be right: bad JSON, a bad id, a bad limit.
        NotFound,        ///< The tree, set or object is not there.
        AlreadyExists,   ///< It is there already, and was to be made.
        Conflict,        ///< A condition (ifGeneration, ifAbsent) does not hold, or an id names a set.
        TooLarge,        ///< Past a limit: length, depth, count.
        Protocol,        ///< The other end answered something that the protocol does not allow.
        Network,         ///< The other end could not be reached, or went away.
        Storage,         ///< The database refused: locked, no rights, a device that fails now.
        Full,            ///< There is no room left for it: disk, quota or size limit.
        Damaged,         ///< The database file is not what it was: a mirror has to be fetched anew.
        NewerSchema,     ///< The file was written by a newer GenMirror.
        Unauthorized,    ///< No or a wrong token.
        Forbidden,       ///< The token is good, but may not do this.
        TooManyRequests, ///< Past what one address or token may ask for in a time.
        Canceled,        ///< Given up on request.
        ClockInDoubt,    ///< The clock may have jumped: nobody knows how old things are.
    };
    Kind kind = Kind::InvalidArgument;
    /// One sentence for a person, saying what to do where that is known.
    QString detail;
    /// In a batch: the index of the operation that was refused; -1 otherwise.
    qsizetype operationIndex = -1;
    ErrorCode code = ErrorCode::None;
    /// The words of the server that refused: for programs, logs and the command line. Empty if there are
    /// none.
    QString said = {};
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(Error::Kind kind, QString detail)
{
    return tl::make_unexpected(Error{.kind = kind, .detail = std::move(detail)});
}

[[nodiscard]] inline tl::unexpected<Error> failure(Error::Kind kind, ErrorCode code, QString detail)
{
    return tl::make_unexpected(Error{.kind = kind, .detail = std::move(detail), .code = code});
}

/// What a computation came to, unless what it read failed: then that, whatever it took the failure for.
/// `error` is the variable that the failure is put into, and is looked at when `result` is known: a copy of
/// it might be made before, since C++ does not say in which order arguments are evaluated.
template <typename T>
[[nodiscard]] Result<T> unlessFailed(const std::optional<Error> &error, Result<T> result)
{
    if (error)
        return tl::make_unexpected(*error);
    return result;
}
template <typename T>
[[nodiscard]] Result<T> unlessFailed(const std::optional<Error> &&error, Result<T> result) = delete;

/// E.g. a storage that is read.
template <typename Source>
concept TellsItsError = std::is_member_function_pointer_v<decltype(&Source::error)>;

/// The same, where the failure is the error() of what was read.
template <typename T, TellsItsError Source>
[[nodiscard]] Result<T> unlessFailed(const Source &source, Result<T> result)
{
    if (auto error = source.error())
        return tl::make_unexpected(*std::move(error));
    return result;
}

/// Passes the error of one result on as the error of another.
template <typename T>
[[nodiscard]] tl::unexpected<Error> failureOf(const Result<T> &result)
{
    return tl::make_unexpected(result.error());
}

} // namespace GenMirror
