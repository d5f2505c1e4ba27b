#include "sync/protocol/updatereader.h"

#include "model/core/jsonstream.h"
#include "model/core/jsontext.h"
#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/protocol/headerfield.h"
#include "sync/protocol/pullstream.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using rapidjson::SizeType;

/// Turns RapidJSON's tokens into an update's pieces.
///
/// Containers of the update itself (the document, set objects, the arrays of members) are frames; any value
/// inside them is captured as raw text and looked at when it is complete. Of an object with a key attribute
/// the place of that attribute's value is noted on the way, so that no object is parsed twice.
class Handler
{
public:
    Handler(PullStream &stream, const UpdateReaderLimits &limits, UpdateVisitor &visitor)
        : m_stream(stream)
        , m_limits(limits)
        , m_visitor(visitor)
    {
    }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const UpdateHeader &header() const { return m_header; }
    [[nodiscard]] bool finished() const { return m_finished; }

    bool Null() { return scalar(); }
    bool Bool(bool) { return scalar(); }
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }
    bool RawNumber(const char *, SizeType, bool) { return scalar(); }
    bool String(const char *, SizeType, bool) { return scalar(); }
    bool StartObject() { return start(true); }
    bool StartArray() { return start(false); }
    bool EndObject(SizeType) { return end(); }
    bool EndArray(SizeType) { return end(); }
    bool Key(const char *text, SizeType length, bool)
    {
        m_stream.progress();
        const QByteArrayView name(text, qsizetype(length));
        if (m_depth > m_frames.size()) // inside a value that is captured or skipped
            return noteAttribute(name);
        m_name = name.toByteArray();
        if (isWanted(m_name))
            m_stream.startCapture();
        return true;
    }

private:
    enum class Kind { Update, Set, Adds, Contents, Removals, Sets };
    struct Frame {
        Kind kind;
        // Of the document and of sets:
        SetKey key = {};
        QByteArray keyAttribute = "id"; ///< UTF-8; empty unless the key is an attribute.
        std::optional<ObjectId> id = {};
        bool begun = false; ///< The visitor knows of it.
    };

    [[nodiscard]] Frame &top() { return m_frames.back(); }
    [[nodiscard]] Frame &set() { return m_frames[m_setIndex.back()]; }
    [[nodiscard]] bool isArray(Kind kind) const { return kind != Kind::Update && kind != Kind::Set; }
    [[nodiscard]] bool isMembers(Kind kind) const { return kind == Kind::Adds || kind == Kind::Contents; }
    [[nodiscard]] bool isWanted(const QByteArray &name) const
    {
        static const QByteArrayList names{"tree", "collection", "generation", "more", "reset",
                                          "base", "digest",     "key",        "id",   "objects"};
        return names.contains(name);
    }

    bool fail(const QString &detail, Error::Kind kind = Error::Kind::Protocol)
    {
        m_error =
            Error{.kind = kind,
                  .detail = Sentences::tr("%1 (byte %2 of the answer)").arg(detail).arg(m_stream.Tell())};
        return false;
    }
    bool canceled()
    {
        m_error = Error{.kind = Error::Kind::Canceled,
                        .detail = Sentences::tr("The update was given up while it was read.")};
        return false;
    }

    bool noteAttribute(QByteArrayView name)
    {
        const bool isMember = m_depth == m_frames.size() + 1 && !m_frames.empty() && isMembers(top().kind);
        m_attributeIsNext =
            isMember && name == set().keyAttribute && set().key.kind == SetKey::Kind::Attribute;
        if (m_attributeIsNext && m_attributeEnd > 0)
            return fail(
                Sentences::tr("An object has its key attribute \"%1\" twice.").arg(set().key.attribute));
        if (m_attributeIsNext)
            m_attributeBegin = m_stream.capturedSize();
        return true;
    }

    bool scalar()
    {
        m_stream.progress();
        if (m_frames.empty())
            return fail(Sentences::tr("The answer is no update: a JSON object is expected."));
        if (m_attributeIsNext && m_depth == m_frames.size() + 1)
            m_attributeEnd = m_stream.capturedSize();
        m_attributeIsNext = false;
        return m_depth > m_frames.size() || complete(0);
    }

    bool start(bool isObject)
    {
        m_stream.progress();
        if (qsizetype(++m_depth) > m_limits.maximumDepth)
            return fail(
                Sentences::tr("The answer is nested deeper than %1 levels.").arg(m_limits.maximumDepth),
                Error::Kind::TooLarge);
        if (m_attributeIsNext)
            return fail(Sentences::tr("An object's key attribute \"%1\" must be a string or an integer.")
                            .arg(set().key.attribute));
        if (m_depth > m_frames.size() + 1)
            return true; // inside a value
        if (m_frames.empty())
            return isObject ? push({.kind = Kind::Update})
                            : fail(Sentences::tr("The answer is no update: a JSON object is expected."));
        if (top().kind == Kind::Sets)
            return isObject ? push({.kind = Kind::Set}) : fail(Sentences::tr("\"sets\" must hold objects."));
        if (isArray(top().kind))
            return true; // a member begins; it is captured already
        return startNamed(isObject);
    }

    /// A container that is the value of a name in the document or in a set.
    bool startNamed(bool isObject)
    {
        if (m_name == "updates" && top().kind == Kind::Update && isObject && m_frames.size() == 1) {
            m_wrapped = true; // the update stands in a larger answer: what is around it does not count
            m_header = {};
            return push({.kind = Kind::Update});
        }
        std::optional<Kind> kind;
        if (m_name == "adds")
            kind = Kind::Adds;
        else if (m_name == "contents")
            kind = Kind::Contents;
        else if (m_name == "removals")
            kind = Kind::Removals;
        else if (m_name == "sets")
            kind = Kind::Sets;
        if (!kind || (m_wrapped && m_frames.size() == 1))
            return true; // captured if wanted, else skipped
        if (isObject)
            return fail(Sentences::tr("\"%1\" must be an array.").arg(textOfUtf8(m_name)));
        if (!begin())
            return false;
        if (*kind == Kind::Contents && !m_visitor.beginContents())
            return canceled();
        return push({.kind = *kind});
    }

    bool push(Frame frame)
    {
        const Kind kind = frame.kind;
        m_frames.push_back(std::move(frame));
        if (!isArray(kind))
            m_setIndex.push_back(m_frames.size() - 1);
        else if (kind != Kind::Sets)
            captureMember(1); // the bracket is yet to be taken
        return true;
    }

    void captureMember(qsizetype skip)
    {
        m_skip = skip;
        m_attributeBegin = m_attributeEnd = 0;
        m_stream.startCapture();
    }

    bool end()
    {
        m_stream.progress();
        const bool wasFrame = m_depth == m_frames.size();
        --m_depth;
        if (!wasFrame) // RapidJSON tells of a closing bracket before it takes it: the text is one byte longer
            return m_depth != m_frames.size() || complete(1);
        const Kind kind = top().kind;
        if (isArray(kind)) {
            m_stream.stopCapture();
            m_frames.pop_back();
            return true;
        }
        if (kind == Kind::Update && m_wrapped && m_frames.size() == 1)
            return true;
        if (!begin())
            return false;
        m_setIndex.pop_back();
        m_frames.pop_back();
        if (kind == Kind::Set)
            return m_visitor.endSet() || canceled();
        return finish();
    }

    bool finish()
    {
        m_finished = true;
        if (m_header.generation.isNone())
            return fail(Sentences::tr("The update lacks its \"generation\"."));
        return m_visitor.endUpdate(m_header) || canceled();
    }

    /// Tells the visitor of the current document or set before its first piece.
    bool begin()
    {
        Frame &frame = set();
        if (frame.begun)
            return true;
        frame.begun = true;
        if (frame.kind == Kind::Update)
            return m_visitor.beginUpdate(m_header, frame.key) || canceled();
        if (!frame.id)
            return fail(Sentences::tr("A nested set must name its \"id\" before anything else."));
        return m_visitor.beginSet(*frame.id, frame.key) || canceled();
    }

    /// A value directly in a frame is complete; `missing` bytes of it are yet to be taken.
    bool complete(qsizetype missing)
    {
        if (!isArray(top().kind)) {
            const QByteArray name = std::exchange(m_name, {});
            if (!isWanted(name))
                return scalarInPlaceOfArray(name, missing);
            const QByteArray text = captured(missing, ':');
            m_stream.stopCapture();
            return (m_wrapped && m_frames.size() == 1) || field(name, text);
        }
        if (top().kind == Kind::Sets)
            return fail(Sentences::tr("\"sets\" must hold objects."));
        const bool ok = member(missing);
        captureMember(missing);
        return ok;
    }

    bool scalarInPlaceOfArray(const QByteArray &name, qsizetype missing)
    {
        static const QByteArrayList arrays{"adds", "contents", "removals", "sets"};
        if (missing == 0 && arrays.contains(name) && !(m_wrapped && m_frames.size() == 1))
            return fail(Sentences::tr("\"%1\" must be an array.").arg(textOfUtf8(name)));
        return true;
    }

    /// The captured value without the separator and the white space before it.
    [[nodiscard]] QByteArray captured(qsizetype missing, char separator)
    {
        QByteArray value = m_stream.capturedValue(std::exchange(m_skip, 0), separator).toByteArray();
        if (missing)
            value += m_stream.Peek();
        return value;
    }

    bool member(qsizetype missing)
    {
        QByteArray idText;
        if (m_attributeEnd > 0) {
            idText = m_stream.captured()
                         .sliced(m_attributeBegin, m_attributeEnd - m_attributeBegin)
                         .trimmed()
                         .sliced(1)
                         .trimmed()
                         .toByteArray();
        }
        QByteArray text = captured(missing, ',');
        if (text.size() > m_limits.maximumObjectBytes)
            return fail(Sentences::tr("An object is longer than %1 bytes.").arg(m_limits.maximumObjectBytes),
                        Error::Kind::TooLarge);
        if (top().kind == Kind::Removals) {
            const auto id = ObjectId::fromValueJson(text);
            if (!id)
                return fail(Sentences::tr("A removal is no id: ") + id.error().detail);
            return m_visitor.removal(*id) || canceled();
        }
        const auto id = idOf(text, idText);
        if (!id)
            return fail(Sentences::tr("An object of the update is not usable: ") + id.error().detail);
        return m_visitor.object({*id, std::move(text)}) || canceled();
    }

    [[nodiscard]] Result<ObjectId> idOf(QByteArray &text, const QByteArray &attributeText)
    {
        const SetKey &key = set().key;
        switch (key.kind) {
        case SetKey::Kind::Attribute:
            if (attributeText.isEmpty())
                return key.idOf(text); // it fails; the sentence says how
            return ObjectId::fromJson(attributeText);
        case SetKey::Kind::Value:
            return ObjectId::fromValueJson(text);
        case SetKey::Kind::Explicit:
            break;
        }
        const auto pair = elementsOf(text);
        if (!pair || pair->size() != 2)
            return failure(Error::Kind::Protocol,
                           Sentences::tr("In a set with explicit ids an entry is [id, object]."));
        auto id = ObjectId::fromJson(pair->first());
        text = pair->last().toByteArray();
        return id;
    }

    bool field(const QByteArray &name, const QByteArray &text)
    {
        if (name == "id" && top().kind == Kind::Set) {
            const auto id = ObjectId::fromJson(text);
            if (!id)
                return fail(Sentences::tr("A nested set's id is not usable: ") + id.error().detail);
            top().id = *id;
            return true;
        }
        if (name == "key")
            return keyField(text);
        if (top().kind == Kind::Set || name == "id")
            return true; // not ours: a set has no other fields
        const auto read = readHeaderField(name, text, m_header);
        return read ? true : fail(read.error().detail);
    }

    bool keyField(const QByteArray &text)
    {
        const auto key = SetKey::fromJson(text);
        if (!key)
            return fail(key.error().detail);
        if (top().begun)
            return fail(Sentences::tr("A set's \"key\" must stand before its members."));
        top().key = *key;
        top().keyAttribute = key->attribute.toUtf8();
        return true;
    }

    PullStream &m_stream;
    const UpdateReaderLimits &m_limits;
    UpdateVisitor &m_visitor;
    UpdateHeader m_header;
    std::vector<Frame> m_frames;
    std::vector<size_t> m_setIndex; ///< Where in m_frames the document and the open sets are.
    size_t m_depth = 0;             ///< Open brackets; those of the frames included.
    QByteArray m_name;              ///< Of the value to come in the document or in a set.
    bool m_wrapped = false;
    bool m_finished = false;
    qsizetype m_skip = 0; ///< Bytes at the capture's beginning that belong to the bracket before it.
    bool m_attributeIsNext = false;
    qsizetype m_attributeBegin = 0; ///< Places in the capture.
    qsizetype m_attributeEnd = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<UpdateHeader> UpdateReader::read(const Source &source, UpdateVisitor &visitor) const
{
    qint64 bytes = 0;
    const Source counted = [&] {
        QByteArray more = bytes > m_limits.maximumBytes ? QByteArray() : source();
        bytes += more.size();
        return more;
    };
    PullStream stream(counted, m_limits.maximumObjectBytes + 4096);
    Handler handler(stream, m_limits, visitor);
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<JsonParseFlags>(stream, handler);
    if (handler.error())
        return tl::make_unexpected(*handler.error());
    if (bytes > m_limits.maximumBytes)
        return failure(Error::Kind::TooLarge,
                       Sentences::tr("The answer is longer than %1 bytes.").arg(m_limits.maximumBytes));
    if (stream.ranTooLong())
        return failure(
            Error::Kind::TooLarge,
            Sentences::tr("A value in the answer is longer than %1 bytes.").arg(m_limits.maximumObjectBytes));
    if (result.IsError() && stream.atEnd())
        return failure(
            Error::Kind::Protocol,
            Sentences::tr("The answer ended in the middle, after %1 bytes.").arg(qsizetype(stream.Tell())));
    if (result.IsError() || !stream.atEnd())
        return failure(Error::Kind::Protocol,
                       Sentences::tr("The answer is not valid JSON at byte %1: %2")
                           .arg(qsizetype(result.Offset()))
                           .arg(result.IsError() ? QLatin1String(rapidjson::GetParseError_En(result.Code()))
                                                 : "a NUL byte."_L1));
    if (!handler.finished())
        return failure(Error::Kind::Protocol, Sentences::tr("The answer holds no update."));
    return handler.header();
}

} // namespace GenMirror
