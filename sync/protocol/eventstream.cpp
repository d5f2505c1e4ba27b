#include "sync/protocol/eventstream.h"

#include "model/core/sentences.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QByteArray ServerEvent::toText() const
{
    QByteArray text = "event: " + name + "\nid: " + id + '\n';
    for (const QByteArray &line : data.split('\n'))
        text += "data: " + line + '\n';
    return text + '\n';
}

QByteArray TreeEvent::id() const
{
    return tree.toLatin1() + '.' + collection.toHex() + '.' + QByteArray::number(generation.value) +
           (digest ? QByteArray('.' + digest->toHex()) : QByteArray());
}

ServerEvent TreeEvent::toServerEvent() const
{
    return {.name = "generation",
            .id = id(),
            .data = "{\"tree\":\"" + tree.toLatin1() + "\",\"collection\":\"" + collection.toHex() +
                    "\",\"generation\":" + QByteArray::number(generation.value) +
                    (digest ? QByteArray(",\"digest\":\"" + digest->toHex() + '"') : QByteArray()) + '}'};
}

Result<TreeEvent> TreeEvent::fromId(const QByteArray &id)
{
    QByteArrayList parts = id.split('.'); // of which the tree's name, at the beginning, may be several
    TreeEvent event;
    if (const auto digest = Digest::fromHex(parts.last())) {
        event.digest = *digest;
        parts.removeLast();
    }
    bool ok = false;
    if (parts.size() >= 3) {
        event.generation = {parts.takeLast().toLongLong(&ok)};
        const QByteArray hex = parts.takeLast();
        const auto collection = hex.isEmpty() ? Result<CollectionId>() : CollectionId::fromHex(hex);
        event.tree = QString::fromLatin1(parts.join('.'));
        event.collection = collection.value_or(CollectionId());
        ok = ok && collection && event.generation.value >= 0 && !event.tree.isEmpty();
    }
    if (!ok)
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("An event's id has the form TREE.COLLECTION.GENERATION.DIGEST."));
    return event;
}

Result<QList<ServerEvent>> EventStreamReader::feed(QByteArrayView bytes)
{
    QList<ServerEvent> events;
    for (const char c : bytes) {
        if (c == '\n' && m_sawCarriageReturn) { // the second half of one line end
            m_sawCarriageReturn = false;
            continue;
        }
        m_sawCarriageReturn = c == '\r';
        if (c != '\n' && c != '\r') {
            m_line += c;
            if (m_line.size() + m_event.data.size() + m_event.name.size() > m_maximumBytes)
                return failure(
                    Error::Kind::Protocol,
                    Sentences::tr("An event of the server is longer than %1 bytes.").arg(m_maximumBytes));
            continue;
        }
        takeLine(m_line, events);
        m_line.truncate(0);
    }
    return events;
}

void EventStreamReader::takeLine(QByteArrayView line, QList<ServerEvent> &events)
{
    if (line.isEmpty()) {
        if (m_hasData) {
            if (m_event.name.isEmpty())
                m_event.name = "message";
            events.append(m_event);
        }
        m_event = {};
        m_hasData = false;
        return;
    }
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView field = colon < 0 ? line : line.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    if (field == "event") {
        m_event.name = value.toByteArray();
    } else if (field == "id") {
        constexpr qsizetype most = 1024; // it is sent back in a header
        m_event.id = value.size() <= most ? value.toByteArray() : QByteArray();
    } else if (field == "data") {
        if (m_hasData)
            m_event.data += '\n';
        m_event.data += value;
        m_hasData = true;
    } // a comment, or a field that does not concern us
}

} // namespace GenMirror
