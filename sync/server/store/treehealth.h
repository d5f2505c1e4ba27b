#pragma once

#include "model/core/result.h"

#include <QMap>

#include <chrono>
#include <mutex>

namespace GenMirror
{

/// What is wrong with which tree's file, as far as is known now. Says each problem once in the log.
/// Thread-safe.
class TreeHealth
{
public:
    /// The disk did not take what was committed, or may not have: nothing is written to the tree until it
    /// has.
    void stopped(const QString &tree, const Error &cause);
    /// It has taken all of it: writing goes on.
    void resumed(const QString &tree);
    /// What those who want to write to a tree are told while they may not.
    [[nodiscard]] std::optional<Error> whyStopped(const QString &tree) const;
    [[nodiscard]] QStringList stopped() const;
    /// How often it is tried to write again; a second, if nobody says otherwise.
    void setPace(std::chrono::milliseconds pace);
    [[nodiscard]] std::chrono::milliseconds pace() const;

    /// How reading ended. A failure of the disk is over when reading goes well again; damage stays until the
    /// tree has another file, or its file was found to be sound.
    void read(const QString &tree, const Error *failure);
    void foundSound(const QString &tree);
    /// It has another file, or is gone.
    void forget(const QString &tree);

    [[nodiscard]] bool hasProblem(const QString &tree) const;
    /// By tree.
    [[nodiscard]] QMap<QString, Error> problems() const;
    [[nodiscard]] qint64 checkpointFailures() const;

private:
    mutable std::mutex m_mutex;
    QMap<QString, Error> m_stopped;
    QMap<QString, Error> m_unreadable;
    qint64 m_checkpointFailures = 0;
    std::chrono::milliseconds m_pace = std::chrono::seconds(1);
};

} // namespace GenMirror
