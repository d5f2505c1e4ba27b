#include "sync/server/http/budget.h"

#include <algorithm>

namespace GenMirror
{

Budget::Budget(qint64 most, qint64 share)
    : m_most(most)
    , m_share(share)
{
}

qint64 Budget::used() const
{
    const std::scoped_lock lock(m_mutex);
    return m_used;
}

bool Budget::take(const QByteArrayList &accounts, qint64 bytes, qint64 becomes)
{
    const std::scoped_lock lock(m_mutex);
    const qint64 most = becomes > Reservation::Small ? m_most - m_most / 8 : m_most;
    if (bytes > most - m_used)
        return false;
    if (std::ranges::any_of(
            accounts, [&](const QByteArray &account) { return bytes > m_share - m_usedBy.value(account); }))
        return false;
    m_used += bytes;
    for (const QByteArray &account : accounts)
        m_usedBy[account] += bytes;
    return true;
}

void Budget::give(const QByteArrayList &accounts, qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_used -= bytes;
    for (const QByteArray &account : accounts) {
        if ((m_usedBy[account] -= bytes) == 0)
            m_usedBy.remove(account);
    }
}

Reservation::Reservation(std::shared_ptr<Budget> budget, QByteArrayList accounts)
    : m_budget(std::move(budget))
    , m_accounts(std::move(accounts))
{
}

Reservation::~Reservation()
{
    shrinkTo(0);
}

bool Reservation::resize(qint64 bytes)
{
    if (bytes > m_bytes && !m_budget->take(m_accounts, bytes - m_bytes, bytes))
        return false;
    shrinkTo(bytes);
    m_bytes = bytes;
    return true;
}

void Reservation::shrinkTo(qint64 bytes)
{
    if (bytes >= m_bytes)
        return;
    m_budget->give(m_accounts, m_bytes - bytes);
    m_bytes = bytes;
}

} // namespace GenMirror
