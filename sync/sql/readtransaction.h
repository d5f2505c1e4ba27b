#pragma once

#include "sync/sql/sqldatabase.h"

#include <type_traits>
#include <utility>

namespace GenMirror
{

/// All reads while it lives see one state. What they gave counts only once end() has said that none of them
/// failed; without end() the database keeps the error, and the next who begins is told.
///
/// Within another transaction of the same connection it is a part of that, and end() only tells of the error.
class [[nodiscard]] ReadTransaction
{
public:
    explicit ReadTransaction(SqlDatabase &database)
        : m_database(database)
        , m_isOuter(!database.isInTransaction())
    {
        if (m_isOuter)
            m_database.beginRead();
    }
    ~ReadTransaction()
    {
        if (m_isOuter && !m_ended)
            m_database.leaveRead();
    }
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

    [[nodiscard]] Result<void> end()
    {
        if (m_isOuter && !std::exchange(m_ended, true))
            return m_database.endRead();
        if (const auto &error = m_database.error())
            return tl::make_unexpected(*error);
        return {};
    }

private:
    SqlDatabase &m_database;
    const bool m_isOuter;
    bool m_ended = false;
};

template <typename T>
struct ResultOf {
    using Type = Result<T>;
    static Type of(T value) { return Type(std::move(value)); }
};
template <typename T>
struct ResultOf<Result<T>> {
    using Type = Result<T>;
    static Type of(Type value) { return value; }
};

/// Runs `work` in a read transaction. What it returns (a value, or a Result) is passed on only if nothing
/// that it read failed; else the failure takes its place, also that of a "not found" that came of it.
template <typename Work>
[[nodiscard]] auto inReadTransaction(SqlDatabase &database, Work &&work)
{
    using Value = std::invoke_result_t<Work>;
    ReadTransaction transaction(database);
    if constexpr (std::is_void_v<Value>) {
        std::forward<Work>(work)();
        return transaction.end();
    } else {
        using Wrapped = ResultOf<Value>;
        typename Wrapped::Type value = Wrapped::of(std::forward<Work>(work)());
        if (auto ended = transaction.end(); !ended)
            value = failureOf(ended);
        return value;
    }
}

} // namespace GenMirror
