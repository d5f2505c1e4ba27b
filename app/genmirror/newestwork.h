#pragma once

#include "model/core/result.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>

namespace GenMirror
{

/// Works on a thread of its own for one who always wants the newest thing only: what has not begun when
/// something else is asked for never begins, what runs is interrupted, and its result is dropped.
class NewestWork : public QObject
{
    Q_OBJECT
public:
    using Interrupted = std::atomic<bool>;

    explicit NewestWork(QObject *parent = nullptr);
    ~NewestWork() override;

    /// `work(interrupted)` on the thread, which gives up soon after `interrupted`; what it returns is handed
    /// to `done` on the thread of this object, unless something else was asked for meanwhile.
    template <typename Work, typename Done>
    void start(Work work, Done done)
    {
        cancel();
        m_isBusy = true;
        m_interrupted = std::make_shared<Interrupted>(false);
        QMetaObject::invokeMethod(
            m_context,
            [this, work = std::move(work), done = std::move(done), interrupted = m_interrupted] {
                if (*interrupted)
                    return;
                auto result = work(std::as_const(*interrupted));
                QMetaObject::invokeMethod(
                    this,
                    [this, done, interrupted, result = std::move(result)] {
                        if (*interrupted)
                            return;
                        m_isBusy = false;
                        done(result);
                    },
                    Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    }
    void cancel();
    /// Cancels, and when it returns nothing runs any more, nor is anything kept that was made.
    void finish();
    [[nodiscard]] bool isBusy() const { return m_isBusy; }

private:
    QThread m_thread;
    QObject *m_context; ///< Lives on the thread.
    std::shared_ptr<Interrupted> m_interrupted;
    bool m_isBusy = false;
};

} // namespace GenMirror
