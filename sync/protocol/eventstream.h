// Server-sent events, as both ends of the wire use them (docs/protocol.md, "Push").
#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/generation.h"
#include "model/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace GenMirror
{

/// One event of a text/event-stream.
struct ServerEvent {
    QByteArray name; ///< "generation" or "update"; "message" if the stream named none.
    QByteArray id;   ///< What a client that comes back sends as Last-Event-ID.
    QByteArray data;

    /// As it stands on the wire, with the empty line that ends it. Data that holds a carriage return cannot
    /// be sent exactly: canCarry() tells.
    [[nodiscard]] QByteArray toText() const;
    [[nodiscard]] static bool canCarry(QByteArrayView data) { return !data.contains('\r'); }
};

/// What a push says: this tree is at this generation now, with this digest. Generation 0: the tree was
/// removed.
struct TreeEvent {
    QString tree;
    CollectionId collection;
    Generation generation;
    std::optional<Digest> digest; ///< None of a tree that was removed, or where an older server tells none.

    [[nodiscard]] QByteArray id() const; ///< TREE.C.G.D, or TREE.C.G without a digest.
    [[nodiscard]] ServerEvent toServerEvent() const;
    /// InvalidArgument if it is neither TREE.C.G.D nor TREE.C.G.
    [[nodiscard]] static Result<TreeEvent> fromId(const QByteArray &id);
    friend bool operator==(const TreeEvent &, const TreeEvent &) = default;
};

/// Takes a text/event-stream apart as its bytes arrive. Comments only show that the stream lives.
class EventStreamReader
{
public:
    /// An event longer than this is refused: the stream is then of no more use.
    explicit EventStreamReader(qsizetype maximumBytes = qsizetype(4) * 1024 * 1024)
        : m_maximumBytes(maximumBytes)
    {
    }

    /// The events that these bytes complete. Protocol if one is too long.
    [[nodiscard]] Result<QList<ServerEvent>> feed(QByteArrayView bytes);

private:
    void takeLine(QByteArrayView line, QList<ServerEvent> &events);

    qsizetype m_maximumBytes;
    QByteArray m_line; ///< Begun, not ended.
    bool m_sawCarriageReturn = false;
    ServerEvent m_event;
    bool m_hasData = false;
};

} // namespace GenMirror
