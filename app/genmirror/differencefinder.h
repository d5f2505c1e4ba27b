#pragma once

#include "ui/differencesdialog.h"

#include <QObject>
#include <QThread>

#include <atomic>

namespace GenMirror
{

/// Compares two states of a mirror on a thread of its own, as far as a person can look through.
class DifferenceFinder : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype Most = 5000;

    explicit DifferenceFinder(QObject *parent = nullptr);
    /// Gives up what is under way.
    ~DifferenceFinder() override;

    /// Answered by found() or failed(), once.
    void find(const QString &directory, const QString &tree, qint64 from, qint64 to);

Q_SIGNALS:
    void found(const QList<GenMirror::ShownDifference> &differences, bool isAll);
    void failed(const QString &problem);

private:
    QThread m_thread;
    QObject *m_context; ///< Lives on the thread.
    std::atomic<bool> m_canceled = false;
};

} // namespace GenMirror
