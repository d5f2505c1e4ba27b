#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

#include <memory>
#include <mutex>

namespace GenMirror
{

/// What all requests and answers of a server may hold together of something, and what of it one account may:
/// an address, or a token. Bytes of memory, bytes of the disk, threads that wait. Thread-safe; its own memory
/// grows with the reservations that there are.
class Budget
{
public:
    /// A `share` is what one account may have.
    Budget(qint64 most, qint64 share);

    [[nodiscard]] qint64 used() const;

private:
    friend class Reservation;

    /// `becomes`: what the reservation is then.
    [[nodiscard]] bool take(const QByteArrayList &accounts, qint64 bytes, qint64 becomes);
    void give(const QByteArrayList &accounts, qint64 bytes);

    const qint64 m_most;
    const qint64 m_share;
    mutable std::mutex m_mutex;
    qint64 m_used = 0;
    QHash<QByteArray, qint64> m_usedBy; ///< None is 0.
};

class SpoolRoom;

/// All that the requests and answers of one server share.
struct SharedRoom {
    std::shared_ptr<SpoolRoom> spools; ///< On the disk.
    std::shared_ptr<Budget> memory;
    std::shared_ptr<Budget> held; ///< Handlers that wait for their clients.
};

/// What one request or answer holds of a budget; given back with it. Not thread-safe itself.
///
/// The last eighth of a budget is for small ones, so that a few who fill it do not shut out all others.
class Reservation
{
public:
    static constexpr qint64 Small = 256 * 1024; ///< Bytes.

    /// Of no bytes yet, for all of these accounts at once.
    Reservation(std::shared_ptr<Budget> budget, QByteArrayList accounts);
    ~Reservation();
    Reservation(const Reservation &) = delete;
    Reservation &operator=(const Reservation &) = delete;

    /// Becomes as large as that. False, and it stays as it is: that would be past the budget, or a share.
    [[nodiscard]] bool resize(qint64 bytes);
    /// Becomes no larger than that.
    void shrinkTo(qint64 bytes);
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    const std::shared_ptr<Budget> m_budget;
    const QByteArrayList m_accounts;
    qint64 m_bytes = 0;
};

} // namespace GenMirror
