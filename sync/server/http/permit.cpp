#include "sync/server/http/permit.h"

namespace GenMirror
{

void HttpPermit::end()
{
    const std::scoped_lock lock(m_mutex);
    if (std::exchange(m_ended, true))
        return;
    for (const auto &told : m_watches)
        told();
}

bool HttpPermit::hasEnded() const
{
    const std::scoped_lock lock(m_mutex);
    return m_ended || (m_until && Clock::now() >= *m_until);
}

HttpPermit::Watch::Watch(std::shared_ptr<HttpPermit> permit, std::function<void()> told)
    : m_permit(std::move(permit))
{
    if (!m_permit)
        return;
    const std::scoped_lock lock(m_permit->m_mutex);
    m_place = m_permit->m_watches.insert(m_permit->m_watches.end(), std::move(told));
}

HttpPermit::Watch::~Watch()
{
    if (!m_permit)
        return;
    const std::scoped_lock lock(m_permit->m_mutex);
    m_permit->m_watches.erase(m_place);
}

} // namespace GenMirror
