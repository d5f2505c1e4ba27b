#pragma once

#include "sync/server/http/budget.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <mutex>

namespace GenMirror
{

struct HttpLimits;

/// The room for all spools of a server, and the thread that reads and frees them. Thread-safe.
class SpoolRoom
{
public:
    explicit SpoolRoom(const HttpLimits &limits);
    /// stop() came before.
    ~SpoolRoom();
    SpoolRoom(const SpoolRoom &) = delete;
    SpoolRoom &operator=(const SpoolRoom &) = delete;

    /// Of bytes that all answers, and those of one account, may have of the disk.
    [[nodiscard]] const std::shared_ptr<Budget> &budget() const { return m_budget; }
    /// Whether so many more leave enough of the disk to those who need it.
    [[nodiscard]] bool hasDisk(qint64 bytes) const;
    [[nodiscard]] qint64 used() const { return m_budget->used(); }
    [[nodiscard]] const QString &folder() const { return m_folder; }
    /// Waits until the disk has a part of a spool; false: the disk failed, or is full. One part at a time, of
    /// all spools: those who sync their commits wait for no more than that.
    [[nodiscard]] bool settle(int descriptor, qint64 offset, qint64 bytes);
    /// On the spools' own thread, so that nobody waits for the disk; after stop() never.
    void post(std::function<void()> task);
    /// Does what was posted and ends the thread.
    void stop();

private:
    class Thread;

    const QString m_folder;
    const std::shared_ptr<Budget> m_budget;
    std::mutex m_settling; ///< Held by who waits for the disk.
    std::mutex m_mutex;
    std::unique_ptr<Thread> m_thread; ///< Made when it is needed.
    bool m_stopped = false;
};

/// What of one answer waits for its client, past what is kept in memory: a file without a name, which goes
/// with its last holder. One thread may write it while another reads.
class SpoolFile
{
public:
    /// None if no file can be made. `accounts`: whose shares it takes.
    [[nodiscard]] static std::shared_ptr<SpoolFile> make(const std::shared_ptr<SpoolRoom> &room,
                                                         const QByteArrayList &accounts);
    ~SpoolFile();
    SpoolFile(const SpoolFile &) = delete;
    SpoolFile &operator=(const SpoolFile &) = delete;

    /// False: there is no room; nothing of it counts.
    [[nodiscard]] bool write(qint64 offset, QByteArrayView bytes);
    /// Shorter than `count` only if the disk fails.
    [[nodiscard]] QByteArray read(qint64 offset, qsizetype count) const;
    /// What is before `offset` was taken: its room is given back now and then.
    void forget(qint64 offset);

private:
    SpoolFile(std::shared_ptr<SpoolRoom> room, const QByteArrayList &accounts, int descriptor);

    [[nodiscard]] bool hold(qint64 bytes);
    void letGo(qint64 bytes);

    const std::shared_ptr<SpoolRoom> m_room;
    const int m_descriptor;
    std::mutex m_mutex;     ///< Of m_held.
    Reservation m_held;     ///< Bytes of the disk.
    qint64 m_forgotten = 0; ///< Up to here.
    qint64 m_settled = 0;   ///< Up to here the disk has it. Of the thread that writes.
};

} // namespace GenMirror
