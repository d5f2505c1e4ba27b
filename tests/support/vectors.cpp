#include "tests/support/vectors.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

QString playStep(const QJsonObject &step, VectorTarget &target, int &checks)
{
    if (!step.contains("op"_L1)) {
        const QByteArray answer = target.updates(step["since"_L1].toInteger());
        const QJsonObject told = QJsonDocument::fromJson(answer).object();
        ++checks;
        if (told == step["updates"_L1].toObject())
            return {};
        return u"since %1 was answered %2"_s.arg(step["since"_L1].toInteger()).arg(QString::fromUtf8(answer));
    }
    const bool done =
        target.apply(step, QJsonDocument(step["object"_L1].toObject()).toJson(QJsonDocument::Compact));
    if (done == step.contains("error"_L1))
        return done ? u"it was not refused"_s : u"it was refused"_s;
    const qint64 generation = target.generation();
    if (generation != step["generation"_L1].toInteger())
        return u"the generation is %1"_s.arg(generation);
    return {};
}

} // namespace

QString playVectors(const QString &fileName,
                    const std::function<std::unique_ptr<VectorTarget>(qint64)> &makeTarget, int &checks)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return u"%1 cannot be read: %2"_s.arg(fileName, file.errorString());
    const QJsonArray vectors = QJsonDocument::fromJson(file.readAll()).object()["vectors"_L1].toArray();
    for (qsizetype i = 0; i < vectors.size(); ++i) {
        const QJsonObject vector = vectors[i].toObject();
        const auto target = makeTarget(vector["maximum_removals"_L1].toInteger());
        const QJsonArray steps = vector["steps"_L1].toArray();
        for (qsizetype j = 0; j < steps.size(); ++j) {
            const QString problem = playStep(steps[j].toObject(), *target, checks);
            if (!problem.isEmpty())
                return u"vector %1, step %2 %3: %4"_s.arg(i).arg(j).arg(
                    QString::fromUtf8(QJsonDocument(steps[j].toObject()).toJson(QJsonDocument::Compact)),
                    problem);
        }
    }
    return vectors.isEmpty() ? u"the file holds no vectors"_s : QString();
}

} // namespace GenMirror::Test
