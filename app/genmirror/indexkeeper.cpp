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
    m_delay.setInterval(Delay);
    connect(&m_delay, &QTimer::timeout, this, &IndexKeeper::start);
}

IndexKeeper::~IndexKeeper()
{
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
        m_delay.start();
}

void IndexKeeper::start()
{
    for (const Mirror &mirror : std::exchange(m_due, {})) {
        ++m_running;
        QMetaObject::invokeMethod(m_context, [this, mirror, stopped = m_stopped] {
            auto index = TextIndex::open(mirror.first, mirror.second);
            while (index && !stopped->load()) {
                const auto more = (*index)->catchUp();
                if (!more || !*more)
                    break;
            }
            QMetaObject::invokeMethod(this, [this] { --m_running; });
        });
    }
}

void IndexKeeper::forget(const QString &directory, const QString &tree)
{
    m_due.remove({directory, tree});
    *m_stopped = true;
    QMetaObject::invokeMethod(
        m_context, [directory, tree] { TextIndex::remove(directory, tree); }, Qt::BlockingQueuedConnection);
    m_stopped = std::make_shared<std::atomic<bool>>(false);
}

} // namespace GenMirror
