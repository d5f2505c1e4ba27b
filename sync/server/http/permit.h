#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>

namespace GenMirror
{

/// What let a request in and may end while it is answered, such as a token. Long answers are cut then.
/// Thread-safe.
class HttpPermit
{
public:
    using Clock = std::chrono::system_clock;

    /// `until`: it ends by itself then; none: it does not.
    explicit HttpPermit(std::optional<Clock::time_point> until = {})
        : m_until(until)
    {
    }

    [[nodiscard]] std::optional<Clock::time_point> until() const { return m_until; }
    /// From now on it lets nobody in; those who watch are told.
    void end();
    [[nodiscard]] bool hasEnded() const;

    /// As long as this lives `told` is called, once, on the thread that calls end(). Must not block. An end
    /// by time is not told.
    class Watch
    {
    public:
        /// `permit` null: there is nothing to watch.
        Watch(std::shared_ptr<HttpPermit> permit, std::function<void()> told);
        /// Waits for one who tells.
        ~Watch();
        Watch(const Watch &) = delete;
        Watch &operator=(const Watch &) = delete;

    private:
        const std::shared_ptr<HttpPermit> m_permit;
        std::list<std::function<void()>>::iterator m_place;
    };

private:
    const std::optional<Clock::time_point> m_until;
    mutable std::mutex m_mutex;
    bool m_ended = false;
    std::list<std::function<void()>> m_watches;
};

} // namespace GenMirror
