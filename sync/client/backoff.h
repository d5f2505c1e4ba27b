#pragma once

#include <QtGlobal>

#include <algorithm>

namespace GenMirror
{

/// How long to wait after the n-th failure in a row: doubling from one second, with jitter, so that many
/// clients do not come back at once.
class Backoff
{
public:
    explicit Backoff(int maximumMilliseconds)
        : m_maximum(maximumMilliseconds)
    {
    }

    void succeeded() { m_failures = 0; }
    /// `random` is from 0 to 1. Milliseconds between half of the step and all of it.
    [[nodiscard]] int failed(double random)
    {
        const int step = std::min(m_maximum, 1000 << std::min(m_failures, 20));
        m_failures = std::min(m_failures + 1, 20);
        const int half = step / 2;
        return half + int(random * half);
    }

private:
    int m_maximum;
    int m_failures = 0;
};

} // namespace GenMirror
