#pragma once

#include "model/core/update.h"
#include "sync/protocol/dialect.h"

#include <functional>
#include <vector>

namespace GenMirror
{

/// Writes an update as JSON, piece by piece, into a sink: memory is one buffer of about 64 KiB.
///
/// Feed it with GenerationalTree::updates(request, writer, writer.order()). Objects go out byte for byte.
class UpdateWriter final : public UpdateVisitor
{
public:
    /// Takes bytes; returns false to stop the writer (the receiver is gone).
    using Sink = std::function<bool(QByteArrayView)>;

    UpdateWriter(Dialect dialect, Sink sink);
    ~UpdateWriter() override;

    bool beginUpdate(const UpdateHeader &header, const SetKey &rootKey) override;
    bool beginContents() override;
    bool object(const Object &object) override;
    bool removal(const ObjectId &id) override;
    bool beginSet(const ObjectId &id, const SetKey &key) override;
    bool endSet() override;
    /// Closes the document and flushes.
    bool endUpdate(const UpdateHeader &header) override;

private:
    /// Which array of a set is open.
    enum class Array { None, Objects, Removals, Sets };
    struct Frame {
        Array open = Array::None;
        bool contents = false;
        bool explicitKey = false;
        bool first = true; ///< Nothing stands in the open array yet.
    };

    void key(QByteArrayView name);
    [[nodiscard]] bool openArray(Array array);
    void closeArray();
    [[nodiscard]] bool put(QByteArrayView bytes);
    [[nodiscard]] bool flush();

    Dialect m_dialect;
    Sink m_sink;
    QByteArray m_buffer;
    std::vector<Frame> m_frames;
};

} // namespace GenMirror
