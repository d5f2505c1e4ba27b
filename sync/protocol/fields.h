// The members of a JSON object on the wire. A value is described once, by a function template
//
//     template <typename Fields>
//     void describe(Fields &fields, Described<Fields, Value> value);
//
// which FieldReader and FieldWriter run: what is written is what is read.
#pragma once

#include "model/core/collectionid.h"
#include "model/core/digest.h"
#include "model/core/generation.h"
#include "model/core/result.h"
#include "model/core/setkey.h"
#include "model/core/setpath.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace GenMirror
{

using FieldName = QLatin1StringView;
using Words = std::initializer_list<QLatin1StringView>;

/// Sets each member to what the object holds. The first that is missing, or is something else, is remembered
/// for the whole document; that one, and those after it, may be left as they are. Members that are not asked
/// for are left out: a later server may tell more.
class FieldReader
{
public:
    template <typename T>
    using Value = T &;

    /// `wrong` is shared by all parts of a document.
    FieldReader(QJsonObject object, QString &wrong)
        : m_object(std::move(object))
        , m_wrong(wrong)
    {
    }

    void member(FieldName name, QString &text);
    void member(FieldName name, QByteArray &latin1);
    void member(FieldName name, QStringList &texts);
    void member(FieldName name, bool &flag);
    /// Of 63 bits, and at least `least`.
    void member(FieldName name, qint64 &number, qint64 least = 0);
    void member(FieldName name, Generation &generation, qint64 least = 1);
    void member(FieldName name, QDateTime &time);
    void member(FieldName name, CollectionId &collection);
    void member(FieldName name, Digest &digest);
    void member(FieldName name, SetPath &set);
    void member(FieldName name, SetKey &key);
    template <typename T>
    void member(FieldName name, QList<T> &values)
    {
        const QJsonArray array = arrayOf(name);
        values.clear();
        for (const QJsonValue value : array) {
            if (!value.isObject())
                return fail(name, "holds something that is no object");
            FieldReader fields(value.toObject(), m_wrong);
            describe(fields, values.emplaceBack());
        }
    }
    /// One of these.
    void word(FieldName name, QString &word, Words words);
    /// One of two.
    void either(FieldName name, bool &first, QLatin1StringView wordOfFirst, QLatin1StringView other);
    /// null: none, or not valid.
    void orNull(FieldName name, std::optional<QDateTime> &time);
    void orNull(FieldName name, QDateTime &time);
    /// May be left out: then it stays as it is.
    template <typename T>
    void optional(FieldName name, T &value)
    {
        if (m_object.contains(name))
            member(name, value);
    }
    /// Whether members that may be left out together are there; `written` says so to a writer.
    [[nodiscard]] bool areThere(FieldName one, bool written) const;

private:
    void fail(FieldName name, const char *what) const;
    [[nodiscard]] QJsonArray arrayOf(FieldName name) const;

    const QJsonObject m_object;
    QString &m_wrong;
};

/// Writes the members one after the other.
class FieldWriter
{
public:
    template <typename T>
    using Value = const T &;

    void member(FieldName name, const QString &text);
    void member(FieldName name, const QByteArray &latin1);
    void member(FieldName name, const QStringList &texts);
    void member(FieldName name, bool flag);
    void member(FieldName name, qint64 number, qint64 least = 0);
    void member(FieldName name, Generation generation, qint64 least = 1);
    /// UTC with milliseconds.
    void member(FieldName name, const QDateTime &time);
    void member(FieldName name, const CollectionId &collection);
    void member(FieldName name, const Digest &digest);
    void member(FieldName name, const SetPath &set);
    void member(FieldName name, const SetKey &key);
    template <typename T>
    void member(FieldName name, const QList<T> &values)
    {
        begin(name);
        m_json += '[';
        for (const T &value : values) {
            if (!m_json.endsWith('['))
                m_json += ',';
            FieldWriter fields;
            describe(fields, value);
            m_json += fields.object();
        }
        m_json += ']';
    }
    void word(FieldName name, const QString &word, Words words);
    void either(FieldName name, bool first, QLatin1StringView wordOfFirst, QLatin1StringView other);
    void orNull(FieldName name, const std::optional<QDateTime> &time);
    void orNull(FieldName name, const QDateTime &time);
    /// Left out if it is as it was made.
    template <typename T>
    void optional(FieldName name, const T &value)
    {
        if (value != T())
            member(name, value);
    }
    template <typename T>
    void optional(FieldName name, const QList<T> &values)
    {
        if (!values.isEmpty())
            member(name, values);
    }
    [[nodiscard]] bool areThere(FieldName, bool written) const { return written; }

    [[nodiscard]] QByteArray object() const { return '{' + m_json + '}'; }

private:
    void begin(FieldName name);

    QByteArray m_json;
};

template <typename Fields, typename T>
using Described = typename Fields::template Value<T>;

/// The object that a document holds. Protocol if it is none.
[[nodiscard]] Result<QJsonObject> objectOfAnswer(const QByteArray &json);

/// Protocol: the document is no JSON object, or a member is not what it has to be.
template <typename T>
[[nodiscard]] Result<T> readDescribed(const QByteArray &json)
{
    auto object = objectOfAnswer(json);
    if (!object)
        return failureOf(object);
    QString wrong;
    FieldReader fields(*std::move(object), wrong);
    T value;
    describe(fields, value);
    if (!wrong.isEmpty())
        return failure(Error::Kind::Protocol, wrong);
    return value;
}

template <typename T>
[[nodiscard]] QByteArray writeDescribed(const T &value)
{
    FieldWriter fields;
    describe(fields, value);
    return fields.object();
}

} // namespace GenMirror
