#include "sync/protocol/updatewriter.h"

#include "model/core/jsontext.h"

namespace GenMirror
{

namespace
{

constexpr qsizetype BufferBytes = 64 * 1024;

} // namespace

UpdateWriter::UpdateWriter(Dialect dialect, Sink sink)
    : m_dialect(dialect)
    , m_sink(std::move(sink))
{
    m_buffer.reserve(BufferBytes + 4096);
}

UpdateWriter::~UpdateWriter() = default;

void UpdateWriter::key(QByteArrayView name)
{
    if (!m_buffer.endsWith('{') && !m_buffer.endsWith('['))
        m_buffer += ',';
    m_buffer.append('"').append(name).append("\":");
}

bool UpdateWriter::beginUpdate(const UpdateHeader &header, const SetKey &rootKey)
{
    m_buffer += '{';
    if (m_dialect == Dialect::Native) {
        key("tree");
        m_buffer += jsonString(header.tree);
        key("collection");
        m_buffer += '"' + header.collection.toHex() + '"';
    }
    key("generation");
    m_buffer += QByteArray::number(header.generation.value);
    if (header.more) {
        key("more");
        m_buffer += "true";
    }
    if (header.reset) {
        key("reset");
        m_buffer += "true";
    }
    if (header.more && !header.base.isNone()) {
        key("base");
        m_buffer += QByteArray::number(header.base.value);
        if (m_dialect == Dialect::Native) {
            key("objects");
            m_buffer += QByteArray::number(header.objects);
        }
    }
    if (m_dialect == Dialect::Native && header.digest) {
        key("digest");
        m_buffer += '"' + header.digest->toHex() + '"';
    }
    if (m_dialect == Dialect::Native && !rootKey.isDefault()) {
        key("key");
        m_buffer += rootKey.toJson();
    }
    m_frames.push_back({.explicitKey = rootKey.kind == SetKey::Kind::Explicit});
    return true;
}

bool UpdateWriter::beginContents()
{
    m_frames.back().contents = true;
    return openArray(Array::Objects); // also when nothing follows: it says that nothing is left
}

bool UpdateWriter::openArray(Array array)
{
    Frame &frame = m_frames.back();
    if (frame.open == array)
        return true;
    closeArray();
    switch (array) {
    case Array::Objects:
        key(frame.contents ? "contents" : "adds");
        break;
    case Array::Removals:
        key("removals");
        break;
    case Array::Sets:
        key("sets");
        break;
    case Array::None:
        return true;
    }
    m_buffer += '[';
    frame.open = array;
    frame.first = true;
    return true;
}

void UpdateWriter::closeArray()
{
    if (m_frames.back().open != Array::None)
        m_buffer += ']';
    m_frames.back().open = Array::None;
}

bool UpdateWriter::put(QByteArrayView bytes)
{
    Frame &frame = m_frames.back();
    if (!frame.first)
        m_buffer += ',';
    frame.first = false;
    m_buffer += bytes;
    return m_buffer.size() < BufferBytes || flush();
}

bool UpdateWriter::object(const Object &object)
{
    if (!openArray(Array::Objects))
        return false;
    if (m_frames.back().explicitKey)
        return put(QByteArray('[' + object.id.toJson() + ',' + object.text + ']'));
    return put(object.text);
}

bool UpdateWriter::removal(const ObjectId &id)
{
    return openArray(Array::Removals) && put(id.toJson());
}

bool UpdateWriter::beginSet(const ObjectId &id, const SetKey &setKey)
{
    const bool native = m_dialect == Dialect::Native;
    if (!openArray(native ? Array::Sets : Array::Objects) || !put("{"))
        return false;
    key("id");
    m_buffer += id.toJson();
    if (native && !setKey.isDefault()) {
        key("key");
        m_buffer += setKey.toJson();
    }
    m_frames.push_back({.explicitKey = setKey.kind == SetKey::Kind::Explicit});
    return true;
}

bool UpdateWriter::endSet()
{
    closeArray();
    m_frames.pop_back();
    m_buffer += '}';
    return true;
}

bool UpdateWriter::endUpdate(const UpdateHeader &)
{
    while (!m_frames.empty()) {
        closeArray();
        m_frames.pop_back();
        m_buffer += '}';
    }
    return flush();
}

bool UpdateWriter::flush()
{
    // The last byte stays: key() looks at it to know whether a comma is due.
    const qsizetype keep = m_frames.empty() ? 0 : 1;
    if (m_buffer.size() <= keep)
        return true;
    const bool taken = m_sink(QByteArrayView(m_buffer).chopped(keep));
    m_buffer.remove(0, m_buffer.size() - keep);
    return taken;
}

} // namespace GenMirror
