#include "sync/client/readahead.h"

#include "model/core/setpath.h"
#include "model/core/updateapplier.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace GenMirror
{

namespace
{

/// One call of an UpdateVisitor.
struct Piece {
    enum class Kind : quint8 { BeginUpdate, BeginContents, Object, Removal, BeginSet, EndSet, EndUpdate };
    Kind kind = Kind::EndSet;
    Object object; ///< Of a removal and of a set only the id.
    Digest term;   ///< Of an object.
    struct Heading {
        UpdateHeader header;
        SetKey key;
    };
    std::unique_ptr<Heading> heading; ///< Where the call has one or the other.
};

using Batch = std::vector<Piece>;

class BatchQueue
{
public:
    /// Waits for room; false: nobody wants more.
    [[nodiscard]] bool push(Batch batch)
    {
        constexpr size_t most = 16;
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_closed || m_batches.size() < most; });
        if (m_closed)
            return false;
        m_batches.push_back(std::move(batch));
        m_changed.notify_all();
        return true;
    }
    /// From either end: no more is given, or wanted.
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }
    /// Waits for the next; empty at the end.
    [[nodiscard]] Batch pop()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_closed || !m_batches.empty(); });
        if (m_batches.empty())
            return {};
        Batch batch = std::move(m_batches.front());
        m_batches.pop_front();
        m_changed.notify_all();
        return batch;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Batch> m_batches;
    bool m_closed = false;
};

/// The reading thread's side.
class Sender final : public UpdateVisitor
{
public:
    explicit Sender(BatchQueue &queue)
        : m_queue(queue)
    {
    }

    bool beginUpdate(const UpdateHeader &header, const SetKey &rootKey) override
    {
        enter({});
        return take({.kind = Piece::Kind::BeginUpdate,
                     .heading = std::make_unique<Piece::Heading>(Piece::Heading{header, rootKey})});
    }
    bool beginContents() override { return take({.kind = Piece::Kind::BeginContents}); }
    bool object(const Object &object) override
    {
        const Digest term = Digest::ofObject(m_pathJsons.back(), object.id, object.text);
        return take({.kind = Piece::Kind::Object, .object = object, .term = term});
    }
    bool removal(const ObjectId &id) override
    {
        return take({.kind = Piece::Kind::Removal, .object = {id, {}}});
    }
    bool beginSet(const ObjectId &id, const SetKey &key) override
    {
        enter(m_paths.back().child(id));
        return take({.kind = Piece::Kind::BeginSet,
                     .object = {id, {}},
                     .heading = std::make_unique<Piece::Heading>(Piece::Heading{{}, key})});
    }
    bool endSet() override
    {
        m_paths.pop_back();
        m_pathJsons.pop_back();
        return take({.kind = Piece::Kind::EndSet});
    }
    bool endUpdate(const UpdateHeader &header) override
    {
        return take({.kind = Piece::Kind::EndUpdate,
                     .heading = std::make_unique<Piece::Heading>(Piece::Heading{header, {}})}) &&
               flush();
    }
    /// What was read before an answer broke off is given too: the applier may have an error of its own to
    /// tell. False: nobody wants more.
    bool flush()
    {
        m_bytes = 0;
        return m_batch.empty() || m_queue.push(std::exchange(m_batch, {}));
    }

private:
    void enter(const SetPath &path)
    {
        m_paths.push_back(path);
        m_pathJsons.push_back(path.toJson());
    }
    bool take(Piece piece)
    {
        constexpr size_t pieces = 256;
        constexpr qsizetype bytes = 256 * 1024;
        m_bytes += piece.object.text.size();
        m_batch.push_back(std::move(piece));
        return (m_batch.size() < pieces && m_bytes < bytes) || flush();
    }

    BatchQueue &m_queue;
    Batch m_batch;
    qsizetype m_bytes = 0;
    std::vector<SetPath> m_paths; ///< From the root to the current set.
    std::vector<QByteArray> m_pathJsons;
};

bool give(const Piece &piece, UpdateApplier &applier)
{
    switch (piece.kind) {
    case Piece::Kind::BeginUpdate:
        return applier.beginUpdate(piece.heading->header, piece.heading->key);
    case Piece::Kind::BeginContents:
        return applier.beginContents();
    case Piece::Kind::Object:
        return applier.object(piece.object, piece.term);
    case Piece::Kind::Removal:
        return applier.removal(piece.object.id);
    case Piece::Kind::BeginSet:
        return applier.beginSet(piece.object.id, piece.heading->key);
    case Piece::Kind::EndSet:
        return applier.endSet();
    case Piece::Kind::EndUpdate:
        return applier.endUpdate(piece.heading->header);
    }
    return false;
}

} // namespace

Result<UpdateHeader> readAhead(const std::function<Result<UpdateHeader>(UpdateVisitor &)> &read,
                               const std::function<void()> &giveUp, UpdateApplier &applier)
{
    BatchQueue queue;
    Result<UpdateHeader> header = failure(Error::Kind::Canceled, {});
    {
        const std::jthread reading([&] {
            Sender sender(queue);
            header = read(sender);
            sender.flush();
            queue.close();
        });
        for (Batch batch = queue.pop(); !batch.empty(); batch = queue.pop()) {
            const bool wantsMore =
                std::ranges::all_of(batch, [&applier](const Piece &piece) { return give(piece, applier); });
            if (wantsMore)
                continue;
            queue.close();
            giveUp();
            break;
        }
    } // has ended here
    // Why the applier wants no more goes before what reading came to after that: it was given up.
    return unlessFailed(applier.error(), std::move(header));
}

} // namespace GenMirror
