// Runs the conformance vectors, histories with the original's answers, against anything that takes steps.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <memory>

namespace GenMirror::Test
{

/// What the vectors are played on: one tree, made for one vector.
class VectorTarget
{
public:
    virtual ~VectorTarget() = default;
    /// Does an operation, given as the raw text of a step. Returns false if it was refused.
    virtual bool apply(const QJsonObject &step, const QByteArray &object) = 0;
    [[nodiscard]] virtual qint64 generation() = 0;
    /// The classic dialect's answer.
    [[nodiscard]] virtual QByteArray updates(qint64 since) = 0;
};

/// Plays all vectors of a file on targets made with a vector's maximum_removals. Returns what went wrong
/// first, empty if all went right; `checks` counts the answers compared.
[[nodiscard]] QString playVectors(const QString &fileName,
                                  const std::function<std::unique_ptr<VectorTarget>(qint64)> &makeTarget,
                                  int &checks);

} // namespace GenMirror::Test
