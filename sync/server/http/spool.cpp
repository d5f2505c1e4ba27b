#include "sync/server/http/spool.h"

#include "sync/server/http/httpserver.h"

#include <QDir>
#include <QFile>

#include <condition_variable>
#include <deque>
#include <thread>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 LeftForOthers = 256 * 1024 * 1024; ///< Bytes of the disk.
constexpr qint64 ForgottenAtOnce = 4 * 1024 * 1024; ///< Bytes.
/// Bytes. Left to the system, gigabytes are written at once, and each commit waits behind them for seconds.
constexpr qint64 SettledAtOnce = 1024 * 1024;
/// Bytes of all spools. As long as they have no more, most are read again before the system writes them.
constexpr qint64 Unsettled = 96 * 1024 * 1024;

bool hasRoomFor(const QString &folder, qint64 bytes)
{
    struct statvfs disk = {};
    return ::statvfs(QFile::encodeName(folder).constData(), &disk) == 0 &&
           qint64(disk.f_bavail) * qint64(disk.f_frsize) >= LeftForOthers + bytes;
}

int makeNameless(const QString &folder)
{
    const int descriptor =
        ::open(QFile::encodeName(folder).constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor >= 0)
        return descriptor;
    QByteArray name = QFile::encodeName(folder + "/.spool-XXXXXX"_L1); // not each file system knows the above
    const int made = ::mkostemp(name.data(), O_CLOEXEC);
    if (made >= 0 && ::unlink(name.constData()) != 0) {
        ::close(made);
        return -1;
    }
    return made;
}

} // namespace

class SpoolRoom::Thread
{
public:
    Thread()
        : m_thread([this] { run(); })
    {
    }
    ~Thread()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_ends = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }
    void post(std::function<void()> task)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_tasks.push_back(std::move(task));
        }
        m_wake.notify_one();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [this] { return m_ends || !m_tasks.empty(); });
            if (m_tasks.empty())
                return;
            auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            task = {}; // what it holds goes without the lock
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_tasks;
    bool m_ends = false;
    std::thread m_thread;
};

SpoolRoom::SpoolRoom(const HttpLimits &limits)
    : m_folder(limits.spoolFolder.isEmpty() ? QDir::tempPath() : limits.spoolFolder)
    , m_budget(std::make_shared<Budget>(limits.spoolBytesInAll, limits.spoolShare))
{
}

SpoolRoom::~SpoolRoom() = default;

bool SpoolRoom::hasDisk(qint64 bytes) const
{
    return hasRoomFor(m_folder, bytes);
}

bool SpoolRoom::settle(int descriptor, qint64 offset, qint64 bytes)
{
    const std::scoped_lock lock(m_settling);
    constexpr unsigned all = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    if (::sync_file_range(descriptor, off_t(offset), off_t(bytes), all) == 0)
        return true;
    return errno != EIO && errno != ENOSPC &&
           errno != EDQUOT; // else it cannot be asked for here: it is not needed
}

void SpoolRoom::post(std::function<void()> task)
{
    const std::scoped_lock lock(m_mutex);
    if (m_stopped)
        return;
    if (!m_thread)
        m_thread = std::make_unique<Thread>();
    m_thread->post(std::move(task));
}

void SpoolRoom::stop()
{
    std::unique_ptr<Thread> thread; // ends without the lock: its tasks may post
    const std::scoped_lock lock(m_mutex);
    m_stopped = true;
    thread.swap(m_thread);
}

SpoolFile::SpoolFile(std::shared_ptr<SpoolRoom> room, const QByteArrayList &accounts, int descriptor)
    : m_room(std::move(room))
    , m_descriptor(descriptor)
    , m_held(m_room->budget(), accounts)
{
}

std::shared_ptr<SpoolFile> SpoolFile::make(const std::shared_ptr<SpoolRoom> &room,
                                           const QByteArrayList &accounts)
{
    const int descriptor = makeNameless(room->folder());
    return descriptor < 0 ? nullptr : std::shared_ptr<SpoolFile>(new SpoolFile(room, accounts, descriptor));
}

SpoolFile::~SpoolFile()
{
    ::close(m_descriptor);
}

bool SpoolFile::hold(qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    return m_held.resize(m_held.bytes() + bytes);
}

void SpoolFile::letGo(qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_held.shrinkTo(m_held.bytes() - bytes);
}

bool SpoolFile::write(qint64 offset, QByteArrayView bytes)
{
    if (!hold(bytes.size()))
        return false;
    bool written = m_room->hasDisk(bytes.size());
    for (qsizetype at = 0; written && at < bytes.size();) {
        const ssize_t count =
            ::pwrite(m_descriptor, bytes.data() + at, size_t(bytes.size() - at), off_t(offset + at));
        if (count > 0)
            at += count;
        else
            written = count < 0 && errno == EINTR;
    }
    const qint64 end = offset + bytes.size();
    while (written && end - m_settled >= SettledAtOnce && m_room->used() > Unsettled) {
        written = m_room->settle(m_descriptor, m_settled, SettledAtOnce);
        m_settled += SettledAtOnce;
    }
    if (!written)
        letGo(bytes.size());
    return written;
}

QByteArray SpoolFile::read(qint64 offset, qsizetype count) const
{
    QByteArray bytes(count, Qt::Uninitialized);
    qsizetype taken = 0;
    while (taken < count) {
        const ssize_t read =
            ::pread(m_descriptor, bytes.data() + taken, size_t(count - taken), off_t(offset + taken));
        if (read < 0 && errno == EINTR)
            continue;
        if (read <= 0)
            break;
        taken += read;
    }
    bytes.truncate(taken);
    return bytes;
}

void SpoolFile::forget(qint64 offset)
{
    const qint64 bytes = offset - m_forgotten;
    if (bytes < ForgottenAtOnce)
        return;
    if (::fallocate(m_descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off_t(m_forgotten),
                    off_t(bytes)) != 0)
        return; // not each file system can: then it goes with the file
    m_forgotten = offset;
    letGo(bytes);
}

} // namespace GenMirror
