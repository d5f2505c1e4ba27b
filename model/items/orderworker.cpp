#include "model/items/orderworker.h"

namespace GenMirror
{

OrderWorker::OrderWorker(QObject *parent)
    : QObject(parent)
    , m_context(new QObject)
{
    m_context->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start(QThread::LowPriority);
}

OrderWorker::~OrderWorker()
{
    cancel();
    m_thread.quit();
    m_thread.wait();
}

void OrderWorker::cancel()
{
    if (m_interrupted)
        *m_interrupted = true;
    ++m_epoch;
    m_busy = false;
}

void OrderWorker::start(const std::shared_ptr<const MirrorView> &view, const OrderQuery &query)
{
    cancel();
    m_busy = true;
    m_interrupted = std::make_shared<std::atomic<bool>>(false);
    QMetaObject::invokeMethod(m_context, [this, view, query, epoch = m_epoch, interrupted = m_interrupted] {
        if (*interrupted)
            return;
        const QList<qint64> rows = view->order(query, *interrupted);
        QMetaObject::invokeMethod(this, [this, rows, epoch] {
            if (epoch != m_epoch)
                return; // of an earlier filter or set
            m_busy = false;
            Q_EMIT finished(rows);
        });
    });
}

} // namespace GenMirror
