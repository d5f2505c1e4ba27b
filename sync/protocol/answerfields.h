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

/// The members of a JSON object, each as what it has to be. The first that is missing, or something else, is
/// remembered, for the whole answer; what is asked for then, and later, is empty. Members that are not asked
/// for are left out: a later server may tell more.
class AnswerFields
{
public:
    /// `wrong` is shared by all parts of an answer.
    AnswerFields(QJsonObject object, QString &wrong)
        : m_object(std::move(object))
        , m_wrong(wrong)
    {
    }

    [[nodiscard]] bool has(QLatin1StringView name) const { return m_object.contains(name); }
    [[nodiscard]] QString text(QLatin1StringView name) const;
    /// Empty where it is left out.
    [[nodiscard]] QString textIfAny(QLatin1StringView name) const;
    /// One of these.
    [[nodiscard]] QString word(QLatin1StringView name, std::initializer_list<QLatin1StringView> words) const;
    [[nodiscard]] QStringList texts(QLatin1StringView name) const;
    /// At least `least`, and of 63 bits.
    [[nodiscard]] qint64 number(QLatin1StringView name, qint64 least = 0) const;
    [[nodiscard]] qint64 numberIfAny(QLatin1StringView name, qint64 otherwise = 0) const;
    [[nodiscard]] bool flag(QLatin1StringView name) const;
    [[nodiscard]] bool flagIfAny(QLatin1StringView name) const;
    [[nodiscard]] QDateTime time(QLatin1StringView name) const;
    /// None where it is null.
    [[nodiscard]] std::optional<QDateTime> timeOrNull(QLatin1StringView name) const;
    [[nodiscard]] CollectionId collection(QLatin1StringView name) const;
    [[nodiscard]] Generation generation(QLatin1StringView name, qint64 least = 1) const;
    [[nodiscard]] Digest digest(QLatin1StringView name) const;
    [[nodiscard]] SetPath set(QLatin1StringView name) const;
    [[nodiscard]] SetKey key(QLatin1StringView name) const;
    /// What `read` makes of each element, which has to be an object.
    template <typename T>
    [[nodiscard]] QList<T> list(QLatin1StringView name, T (*read)(const AnswerFields &)) const
    {
        QList<T> values;
        const QJsonArray array = arrayOf(name);
        for (const QJsonValue value : array) {
            if (!value.isObject())
                fail(name, "holds something that is no object");
            else
                values.append(read(AnswerFields(value.toObject(), m_wrong)));
        }
        return values;
    }
    template <typename T>
    [[nodiscard]] QList<T> listIfAny(QLatin1StringView name, T (*read)(const AnswerFields &)) const
    {
        return has(name) ? list(name, read) : QList<T>();
    }

private:
    void fail(QLatin1StringView name, const char *what) const;
    [[nodiscard]] QJsonArray arrayOf(QLatin1StringView name) const;

    const QJsonObject m_object;
    QString &m_wrong;
};

/// The object that an answer holds. Protocol if it is none.
[[nodiscard]] Result<QJsonObject> objectOfAnswer(const QByteArray &json);

/// What `read` makes of a whole answer. Protocol: it is no JSON object, or a member is not what it has to be.
template <typename T>
[[nodiscard]] Result<T> readAnswer(const QByteArray &json, T (*read)(const AnswerFields &))
{
    auto object = objectOfAnswer(json);
    if (!object)
        return failureOf(object);
    QString wrong;
    T value = read(AnswerFields(*std::move(object), wrong));
    if (!wrong.isEmpty())
        return failure(Error::Kind::Protocol, wrong);
    return value;
}

} // namespace GenMirror
