#pragma once

#include "model/core/generationaltree.h"
#include "sync/protocol/updatewriter.h"
#include "tests/support/vectors.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace GenMirror::Test
{

/// Vectors played on a GenerationalTree over any storage, answered through the classic dialect's writer.
class TreeVectorTarget final : public VectorTarget
{
public:
    explicit TreeVectorTarget(std::unique_ptr<TreeStorage> storage)
        : m_storage(std::move(storage))
    {
    }

    bool apply(const QJsonObject &step, const QByteArray &object) override
    {
        using Kind = Operation::Kind;
        const QString op = step[QLatin1String("op")].toString();
        Operation operation;
        operation.kind = op == QLatin1String("add")          ? Kind::Add
                         : op == QLatin1String("changed")    ? Kind::Changed
                         : op == QLatin1String("remove")     ? Kind::Remove
                         : op == QLatin1String("remove-set") ? Kind::RemoveSet
                                                             : Kind::CreateSet;
        const QJsonDocument path(step[QLatin1String("set")].toArray());
        operation.set = SetPath::fromJson(path.toJson(QJsonDocument::Compact)).value();
        if (step.contains(QLatin1String("id"))) {
            const QByteArray id =
                QJsonDocument(QJsonArray{step[QLatin1String("id")]}).toJson(QJsonDocument::Compact);
            operation.id = ObjectId::fromJson(id.sliced(1, id.size() - 2)).value();
        }
        operation.object = object;
        operation.maximumRemovals = step[QLatin1String("maximum_removals")].toInteger(99);
        return m_tree.apply({&operation, 1}).has_value();
    }

    [[nodiscard]] qint64 generation() override { return m_tree.state().value().generation.value; }

    [[nodiscard]] QByteArray updates(qint64 since) override
    {
        QByteArray json;
        UpdateWriter writer(Dialect::Classic, [&json](QByteArrayView bytes) {
            json += bytes;
            return true;
        });
        const auto told = m_tree.updates({.since = {since}}, writer, GenerationalTree::Order::Interleaved);
        return told ? json : told.error().detail.toUtf8();
    }

private:
    std::unique_ptr<TreeStorage> m_storage;
    GenerationalTree m_tree{*m_storage};
};

} // namespace GenMirror::Test
