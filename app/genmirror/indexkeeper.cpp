#include "app/genmirror/indexkeeper.h"

#include "sync/cache/textindex.h"

namespace GenMirror
{

namespace
{

constexpr int Delay = 2000; // milliseconds after a change: of a burst once is enough

} // namespace

IndexKeeper::IndexKeeper(QObject *parent)
    : QObject(parent)
    , m_context(new QObject)
{
    m_context->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start(QThread::IdlePriority);
    m_delay.setSingleShot(true);
    m_address->keeper = this;
    connect(&m_delay, &QTimer::timeout, this, &IndexKeeper::start);
}

IndexKeeper::~IndexKeeper()
{
    {
        const std::scoped_lock lock(m_address->mutex);
        m_address->keeper = nullptr;
    }
    *m_stopped = true;
    m_thread.quit();
    m_thread.wait();
}

void IndexKeeper::touch(const QString &directory, const QString &tree, qint64 objects)
{
    if (objects < TextIndex::WorthIndexing)
        return;
    m_due.insert({directory, tree});
    if (!m_delay.isActive())
        m_delay.start(Delay);
}

void IndexKeeper::check(const QString &directory, const QString &tree, qint64 objects)
{
    if (objects < TextIndex::WorthIndexing)
        return;
    m_checked.remove({directory, tree});
    m_due.insert({directory, tree});
    m_delay.start(0);
}

std::function<void()> IndexKeeper::damageListener(const QString &directory, const QString &tree)
{
    return [address = m_address, directory, tree] {
        const std::scoped_lock lock(address->mutex);
        if (IndexKeeper *keeper = address->keeper)
            QMetaObject::invokeMethod(keeper, [keeper, directory, tree] {
                keeper->check(directory, tree, TextIndex::WorthIndexing);
            });
    };
}

void IndexKeeper::start()
{
    for (const Mirror &mirror : std::exchange(m_due, {})) {
        ++m_running;
        const bool isFirst = !m_checked.contains(mirror);
        m_checked.insert(mirror);
        QMetaObject::invokeMethod(m_context, [this, mirror, isFirst, stopped = m_stopped] {
            bool isWhole = keepUp(mirror, isFirst, *stopped);
            if (!isWhole)
                isWhole = keepUp(mirror, false, *stopped);
            QMetaObject::invokeMethod(this, [this] { --m_running; });
        });
    }
}

/// False: it was damaged, and is to be made anew. What else fails may go better after the next change, and
/// filters look at everything until then.
bool IndexKeeper::keepUp(const Mirror &mirror, bool checks, const std::atomic<bool> &stopped)
{
    const auto index = TextIndex::open(mirror.first, mirror.second);
    if (!index)
        return true;
    if (checks && !(*index)->check().value_or(true))
        return false;
    while (!stopped) {
        const auto more = (*index)->catchUp();
        if (!more || !*more)
            break;
    }
    return true;
}

void IndexKeeper::forget(const QString &directory, const QString &tree)
{
    m_due.remove({directory, tree});
    m_checked.remove({directory, tree});
    *m_stopped = true;
    QMetaObject::invokeMethod(
        m_context, [directory, tree] { TextIndex::remove(directory, tree); }, Qt::BlockingQueuedConnection);
    m_stopped = std::make_shared<std::atomic<bool>>(false);
}

} // namespace GenMirror
