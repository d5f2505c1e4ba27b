#include "tests/support/conformance.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

QByteArray bytesOf(const QJsonValue &value)
{
    return value.toString().toUtf8();
}

QMap<QByteArray, QByteArray> textsOf(const QJsonValue &value)
{
    QMap<QByteArray, QByteArray> texts;
    const QJsonObject object = value.toObject();
    for (auto at = object.begin(); at != object.end(); ++at)
        texts.insert(at.key().toUtf8(), bytesOf(at.value()));
    return texts;
}

ConformanceStep readStep(const QJsonObject &json)
{
    ConformanceStep step{.method = bytesOf(json["method"_L1]),
                         .address = bytesOf(json["address"_L1]),
                         .body = bytesOf(json["body"_L1]),
                         .headers = textsOf(json["headers"_L1]),
                         .status = json["status"_L1].toInt(),
                         .answer = bytesOf(json["answer"_L1]),
                         .fields = textsOf(json["fields"_L1]),
                         .client = json["client"_L1].toString(),
                         .query = textsOf(json["query"_L1]),
                         .digest = bytesOf(json["digest"_L1])};
    const QJsonObject set = json["set"_L1].toObject();
    for (auto at = set.begin(); at != set.end(); ++at)
        if (at.value()["field"_L1].toString() == "collection"_L1)
            step.collectionVariable = at.key().toUtf8();
    return step;
}

/// What one set must hold at the end.
void addFinal(const QJsonObject &set, ConformanceHistory &history)
{
    const QByteArray path = bytesOf(set["set"_L1]);
    history.finalKeys.insert(path, bytesOf(set["key"_L1]));
    const QJsonArray objects = set["objects"_L1].toArray();
    for (const QJsonValue object : objects)
        history.finalMembers.insert(path + ' ' + bytesOf(object[0]), bytesOf(object[1]));
}

ConformanceHistory readHistory(const QJsonObject &json)
{
    ConformanceHistory history{.name = json["name"_L1].toString()};
    const QJsonArray steps = json["steps"_L1].toArray();
    for (const QJsonValue step : steps)
        history.steps.append(readStep(step.toObject()));
    const QJsonObject last = json["final"_L1].toObject();
    history.finalGeneration = last["generation"_L1].toInteger();
    history.finalDigest = bytesOf(last["digest"_L1]);
    const QJsonArray sets = last["sets"_L1].toArray();
    for (const QJsonValue set : sets)
        addFinal(set.toObject(), history);
    return history;
}

} // namespace

QList<ConformanceHistory> readConformance(const QString &fileName)
{
    QList<ConformanceHistory> histories;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return histories;
    while (!file.atEnd())
        histories.append(readHistory(QJsonDocument::fromJson(file.readLine()).object()));
    return histories;
}

QByteArray filled(QByteArray text, const QMap<QByteArray, QByteArray> &variables)
{
    for (auto at = variables.begin(); at != variables.end(); ++at)
        text.replace(QByteArray("${" + at.key() + '}'), at.value());
    return text;
}

} // namespace GenMirror::Test
