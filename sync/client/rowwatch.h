#pragma once

#include "sync/cache/mirrorverifier.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace GenMirror
{

struct MirrorConfig;

/// Reads all rows of a mirror that follows, again and again, a few milliseconds at a time, and tells whether
/// they add up. When nothing comes in it takes its share of a quiet machine; else it is slower, but ends.
///
/// Lives on the thread that stores. An update that is stored meanwhile is told to it.
class RowWatch : public QObject
{
    Q_OBJECT
public:
    explicit RowWatch(QObject *parent = nullptr);

    /// The cache is open; `verified`: when its rows were verified last.
    void start(const MirrorConfig &config, const QDateTime &verified);
    /// It is closed.
    void stop();
    /// The rows were verified now, by whomever; the next time is due later.
    void verified();
    /// It has to be proved at once that they add up.
    void makeDue();

    // Of an update:
    /// One row; before kept() or dropped().
    void note(const UpdateApplier::ObjectChange &change);
    /// It is stored. `everything`: it went over all rows, so reading them begins anew.
    void kept(bool everything);
    void dropped();

Q_SIGNALS:
    /// Now and then, when there is time.
    void idle();
    void found(const GenMirror::Verification &verification);
    void failed(const GenMirror::Error &error);

private:
    void next();
    void readOn();
    void wake();
    [[nodiscard]] bool isIdle() const;

    QString m_directory;
    QString m_tree;
    bool m_isRunning = false;
    qint64 m_every = 0; ///< Milliseconds.
    QDateTime m_due;
    QTimer m_timer;
    QElapsedTimer m_quiet; ///< Since the last update.
    std::unique_ptr<MirrorVerifier> m_pass;
};

} // namespace GenMirror
