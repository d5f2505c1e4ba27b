#pragma once

#include <QtGlobal>

#include <compare>
#include <functional>

namespace GenMirror
{

/// The number of a state of a tree: 1 for an empty tree, plus one for each mutation. 0 is "nothing seen".
struct Generation {
    qint64 value = 0;

    friend constexpr auto operator<=>(Generation, Generation) = default;
    [[nodiscard]] constexpr Generation next() const { return {value + 1}; }
    [[nodiscard]] constexpr Generation previous() const { return {value - 1}; }
    [[nodiscard]] constexpr bool isNone() const { return value == 0; }
};

} // namespace GenMirror

template <>
struct std::hash<GenMirror::Generation> {
    size_t operator()(GenMirror::Generation generation) const noexcept
    {
        return std::hash<qint64>{}(generation.value);
    }
};
