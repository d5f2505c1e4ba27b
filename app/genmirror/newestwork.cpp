#include "app/genmirror/newestwork.h"

#include <QCoreApplication>

namespace GenMirror
{

NewestWork::NewestWork(QObject *parent)
    : QObject(parent)
    , m_context(new QObject)
{
    m_context->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start();
}

NewestWork::~NewestWork()
{
    cancel();
    m_thread.quit();
    m_thread.wait();
}

void NewestWork::cancel()
{
    if (m_interrupted)
        *m_interrupted = true;
    m_isBusy = false;
}

void NewestWork::finish()
{
    cancel();
    QMetaObject::invokeMethod(
        m_context, [] {}, Qt::BlockingQueuedConnection);
    QCoreApplication::removePostedEvents(this); // results that nobody took yet
}

} // namespace GenMirror
