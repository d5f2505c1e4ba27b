#include "sync/server/request/body.h"

#include "model/core/plaintext.h"
#include "sync/protocol/batchreader.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace GenMirror
{

QString stringOfJson(QByteArrayView json)
{
    return QJsonDocument::fromJson('[' + json.toByteArray() + ']').array().at(0).toString();
}

Result<QString> plainTextOf(const JsonMember &field, qsizetype longest)
{
    const QString text = stringOfJson(field.value).trimmed();
    if (!field.value.startsWith('"') || text.size() > longest || !isPlainText(text))
        return failure(
            Error::Kind::InvalidArgument,
            u"\"%1\" must be a text of at most %2 characters, on one line, without control characters and "
            "without characters that set the direction of writing."_s.arg(QString::fromUtf8(field.name))
                .arg(longest));
    return text;
}

Result<QMap<QByteArray, QString>> readFields(const QByteArray &body, const QByteArrayList &known)
{
    QMap<QByteArray, QString> fields;
    if (body.isEmpty())
        return fields;
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    for (const JsonMember &member : *members) {
        const auto text = plainTextOf(member);
        if (!text && known.contains(member.name))
            return failureOf(text);
        if (!text || text->isEmpty() || !known.contains(member.name))
            return failure(Error::Kind::InvalidArgument,
                           u"\"%1\" is not valid here. What may be given, as strings: %2."_s.arg(
                               QString::fromUtf8(member.name), QString::fromUtf8(known.join(", "))));
        fields.insert(member.name, *text);
    }
    return fields;
}

QString agentOf(const HttpHead &head)
{
    constexpr qsizetype longest = 200;
    return visibly(QString::fromUtf8(head.header("User-Agent").left(longest))).left(longest);
}

} // namespace GenMirror
