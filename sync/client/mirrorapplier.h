#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/historyrecord.h"
#include "model/core/result.h"
#include "model/core/update.h"
#include "sync/client/bytequeue.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace GenMirror
{

class MirrorStore;

/// What the cache holds, as the one who asks the server needs to know it.
struct StoredMirror {
    MirrorState state;
    qint64 objects = 0;
};

/// The thread of a mirror that reads answers and stores them, one transaction each. Owns the MirrorStore.
class MirrorApplier : public QObject
{
    Q_OBJECT
public:
    explicit MirrorApplier(QObject *parent = nullptr);
    ~MirrorApplier() override;

    /// Opens the cache; answered by opened() or failed().
    void open(const QString &directory, const QString &tree);
    /// Reads an answer to `request` from the queue and applies it; answered by applied() or failed().
    void apply(const GenMirror::UpdateRequest &request, GenMirror::UpdateCause cause,
               const std::shared_ptr<GenMirror::ByteQueue> &queue);

Q_SIGNALS:
    void opened(const GenMirror::StoredMirror &stored);
    void applied(const std::shared_ptr<const GenMirror::AppliedUpdate> &update,
                 const GenMirror::StoredMirror &stored);
    void failed(const GenMirror::Error &error);

private:
    void count(const AppliedUpdate &update, qint64 bytes);
    void recordHistory(const AppliedUpdate &update);

    std::unique_ptr<MirrorStore> m_store;
    /// What the pages of the update under way add up to.
    HistoryRecord m_record;
    bool m_recording = false;
    QElapsedTimer m_clock;
};

} // namespace GenMirror
