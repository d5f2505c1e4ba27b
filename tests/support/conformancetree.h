// A server's half of the rules without a server: a tree in memory that takes the steps of a conformance
// history.
#pragma once

#include "model/core/generationaltree.h"
#include "model/core/memorytreestorage.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/routes.h"
#include "sync/protocol/updatewriter.h"
#include "tests/support/conformance.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

namespace GenMirror::Test
{

class ConformanceTree
{
public:
    /// Takes a step, unless it is about HTTP alone (conditions, parameters that are refused, what the server
    /// tells of its trees). Returns what is not as the step says; empty if all is. `compared` counts the
    /// answers that were compared.
    [[nodiscard]] QString take(const ConformanceStep &step, int &compared)
    {
        const QByteArray path = step.address.split('?').constFirst();
        QString problem;
        if (path == "/v1/trees/${T}" && step.method == "PUT" && step.status == 201)
            make(step.body);
        else if (path == "/v1/trees/${T}" && step.method == "DELETE")
            m_tree.reset();
        else if (path == "/v1/trees/${T}/batch" && m_tree && step.status < 413 &&
                 !step.headers.contains("Idempotency-Key"))
            problem = batch(step, compared);
        else if (path.startsWith("/v1/trees/${T}/objects/") && step.method != "GET" && step.status < 300)
            problem = single(step, path.mid(qstrlen("/v1/trees/${T}/objects/")));
        else if (path == "/v1/trees/${T}/updates" && step.status == 200)
            problem = compare(updates(step), filled(step.answer, m_variables), compared);
        else if (path == "/v1/admin/trees/${T}/compact")
            problem = compact(step.body);
        else if (path == "/v1/admin/trees/${T}/reset")
            problem = reset(step.body);
        if (m_tree && !step.collectionVariable.isEmpty())
            m_variables.insert(step.collectionVariable, m_tree->state().value().collection.toHex());
        return problem;
    }

private:
    void make(const QByteArray &body)
    {
        const TreeOptions options = readTreeOptions(body).value();
        m_tree.reset();
        m_storage = std::make_unique<MemoryTreeStorage>();
        if (!GenerationalTree::initialize(*m_storage, options.key, options.maximumRemovals))
            qFatal("no tree");
        m_tree = std::make_unique<GenerationalTree>(*m_storage, QStringLiteral("conformance"));
        m_variables.insert("T", "conformance");
    }

    [[nodiscard]] QString batch(const ConformanceStep &step, int &compared)
    {
        const auto operations = readBatch(step.body);
        const auto commit = operations ? m_tree->apply(*operations) : tl::make_unexpected(operations.error());
        if (commit.has_value() != (step.status == 200))
            return commit ? QStringLiteral("it was not refused") : commit.error().detail;
        if (!commit) {
            const QByteArray index = step.fields.value("operation", "-1");
            return compare(QByteArray::number(commit.error().operationIndex), index, compared);
        }
        return compare(QByteArray::number(commit->first.value) + ' ' + QByteArray::number(commit->last.value),
                       step.fields["first"] + ' ' + step.fields["generation"], compared);
    }

    [[nodiscard]] QString single(const ConformanceStep &step, const QByteArray &ids)
    {
        QList<ObjectId> path;
        QByteArrayList segments = ids.split('/');
        const QByteArray last = segments.takeLast();
        for (const QByteArray &segment : std::as_const(segments))
            path.append(Routes::idOfSegment(segment).value());
        Operation operation;
        operation.set = SetPath(path);
        const auto set = m_tree->set(operation.set);
        if (!set)
            return set.error().detail;
        operation.id = Routes::idOfSegment(last, set->setKey).value();
        operation.kind = step.method == "PUT" ? Operation::Kind::Add : Operation::Kind::Remove;
        operation.object = step.body.trimmed();
        if (operation.kind == Operation::Kind::Add && set->setKey.kind != SetKey::Kind::Explicit)
            operation.id.reset();
        const auto commit = m_tree->apply({&operation, 1});
        return commit ? QString() : commit.error().detail;
    }

    [[nodiscard]] QByteArray updates(const ConformanceStep &step)
    {
        const QUrlQuery query(QString::fromUtf8(filled(step.address, m_variables).split('?').value(1)));
        const auto number = [&query](const char *name) {
            return query.queryItemValue(QLatin1String(name)).toLongLong();
        };
        UpdateRequest request{.since = {number("since")}, .limit = number("limit"), .base = {number("base")}};
        if (const QByteArray told = query.queryItemValue(QStringLiteral("collection")).toUtf8();
            !told.isEmpty())
            request.collection = CollectionId::fromHex(told).value();
        const Dialect dialect = dialectFor(step.headers["Accept"]);
        QByteArray json;
        UpdateWriter writer(dialect, [&json](QByteArrayView bytes) {
            json += bytes;
            return true;
        });
        using Order = GenerationalTree::Order;
        const auto told = m_tree->updates(request, writer,
                                          dialect == Dialect::Native ? Order::SetsLast : Order::Interleaved);
        return told ? json : told.error().detail.toUtf8();
    }

    [[nodiscard]] QString compact(const QByteArray &body)
    {
        const QJsonObject told = QJsonDocument::fromJson(body).object();
        CompactionRequest request{.dryRun = told[QLatin1String("dry_run")].toBool()};
        if (told.contains(QLatin1String("keep_removals")))
            request.keepRemovals = told[QLatin1String("keep_removals")].toInteger();
        if (told.contains(QLatin1String("before")))
            request.before = {told[QLatin1String("before")].toInteger()};
        if (told.contains(QLatin1String("set")))
            request.set =
                SetPath::fromJson(
                    QJsonDocument(told[QLatin1String("set")].toArray()).toJson(QJsonDocument::Compact))
                    .value();
        const auto done = m_tree->compact(request);
        return done ? QString() : done.error().detail;
    }

    [[nodiscard]] QString reset(const QByteArray &body)
    {
        const bool keeps = body.contains("\"keep\"");
        const auto done = m_tree->reset(keeps ? GenerationalTree::ResetObjects::Keep
                                              : GenerationalTree::ResetObjects::Drop);
        return done ? QString() : done.error().detail;
    }

    [[nodiscard]] static QString compare(const QByteArray &told, const QByteArray &expected, int &compared)
    {
        ++compared;
        return told == expected ? QString() : QString::fromUtf8(told + " instead of " + expected);
    }

    std::unique_ptr<MemoryTreeStorage> m_storage;
    std::unique_ptr<GenerationalTree> m_tree;
    QMap<QByteArray, QByteArray> m_variables;
};

} // namespace GenMirror::Test
