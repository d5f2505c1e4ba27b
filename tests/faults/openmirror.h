#pragma once

#include "model/core/generationaltree.h"
#include "model/core/memorytreestorage.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/cache/mirrorreader.h"
#include "sync/client/mirrorapplier.h"
#include "sync/protocol/updatewriter.h"
#include "tests/faults/filestate.h"

#include <QTest>

namespace GenMirror::Test
{

using namespace Qt::StringLiterals;

/// A server's tree in memory at some of its generations; mirrors are fed from it.
class Source
{
public:
    Source()
    {
        if (!GenerationalTree::initialize(m_storage, {}, 3))
            qFatal("no tree");
        QList<Operation> batch{{.kind = Operation::Kind::CreateSet, .set = nested(), .maximumRemovals = 3}};
        for (int id = 0; id < 60; ++id)
            batch.append(adding(id, 1));
        change(batch);
        early = answer({});
        batch.clear();
        for (int id = 20; id < 40; ++id)
            batch.append(adding(id, 2));
        for (int id = 40; id < 43; ++id)
            batch.append(removing(id));
        change(batch);
    }

    /// The bytes of an answer.
    [[nodiscard]] QByteArray answer(const UpdateRequest &request)
    {
        QByteArray bytes;
        UpdateWriter writer(Dialect::Native, [&bytes](QByteArrayView more) {
            bytes += more;
            return true;
        });
        return m_tree.updates(request, writer) ? bytes : QByteArray();
    }
    void change(const QList<Operation> &batch)
    {
        if (const auto done = m_tree.apply(batch); !done)
            qFatal("%s", qPrintable(done.error().detail));
    }
    static Operation adding(int id, int version)
    {
        return {.kind = Operation::Kind::Add,
                .set = id % 3 == 0 ? nested() : SetPath(),
                .object = "{\"id\":" + QByteArray::number(id) + ",\"v\":" + QByteArray::number(version) +
                          ",\"text\":\"" + QByteArray(300, char('a' + id % 26)) + "\"}"};
    }
    static Operation removing(int id)
    {
        return {.kind = Operation::Kind::Remove,
                .set = id % 3 == 0 ? nested() : SetPath(),
                .id = ObjectId::ofInteger(id)};
    }
    static const SetPath &nested()
    {
        static const SetPath path{ObjectId::ofString(u"nested"_s)};
        return path;
    }
    [[nodiscard]] TreeState state() { return m_tree.state().value(); }

    QByteArray early; ///< The answer to a mirror that began before the last changes.

private:
    MemoryTreeStorage m_storage;
    GenerationalTree m_tree{m_storage, QStringLiteral("main")};
};

inline Source &source()
{
    static Source made;
    return made;
}

inline MirrorConfig configOf(const QString &folder)
{
    MirrorConfig config;
    config.directory = folder;
    config.tree = u"main"_s;
    return config;
}

/// The product's thread of a mirror, worked by hand.
class OpenMirror
{
public:
    explicit OpenMirror(const QString &folder)
        : m_folder(folder)
    {
        QObject::connect(&m_applier, &MirrorApplier::opened, [this](const StoredMirror &s) { m_stored = s; });
        QObject::connect(&m_applier, &MirrorApplier::applied,
                         [this](const auto &, const StoredMirror &s) { m_stored = s; });
        QObject::connect(&m_applier, &MirrorApplier::answerFailed,
                         [this](const Error &error) { m_failed = error; });
        QObject::connect(&m_applier, &MirrorApplier::cacheFailed, [this](const Error &error) {
            m_failed = error;
            m_isOpen = false;
        });
        if (const auto opened = open(); !opened)
            qFatal("%s", qPrintable(opened.error().detail));
    }

    Result<void> apply(qint64 limit, bool repair = false)
    {
        if (auto opened = open(); !opened)
            return opened;
        Fetch fetch{.cause = repair ? UpdateCause::Repair : UpdateCause::Poll};
        if (!repair)
            fetch.request = {.since = m_stored.state.generation,
                             .collection = m_stored.state.collection,
                             .limit = limit,
                             .base = m_stored.state.base};
        return feed(fetch, source().answer(fetch.request));
    }

    Result<void> feed(const Fetch &fetch, const QByteArray &answer)
    {
        if (auto opened = open(); !opened)
            return opened;
        const auto queue = std::make_shared<ByteQueue>([] {});
        queue->push(answer);
        queue->finish(true);
        m_failed.reset();
        m_applier.apply(fetch, queue);
        return m_failed ? tl::make_unexpected(*m_failed) : Result<void>();
    }

private:
    /// As the session does after a failure of the cache, which closes it.
    Result<void> open()
    {
        if (std::exchange(m_isOpen, true))
            return {};
        m_failed.reset();
        m_applier.open(configOf(m_folder));
        return m_failed ? tl::make_unexpected(*m_failed) : Result<void>();
    }

    const QString m_folder;
    bool m_isOpen = false;
    MirrorApplier m_applier;
    StoredMirror m_stored;
    std::optional<Error> m_failed;
};

/// The file's rows, and whether its digest is that of its objects.
[[nodiscard]] inline QByteArray stateOfMirror(const QString &folder)
{
    QByteArray state = rowsOf(mirrorFileName(folder, u"main"_s), {source().state().collection.toHex()});
    const auto reader = MirrorReader::open(folder, u"main"_s);
    if (!reader)
        return state + "damaged: " + reader.error().detail.toUtf8();
    const auto stored = (*reader)->state();
    const auto digest = (*reader)->recomputeDigest();
    if (!stored || !digest)
        return state + "damaged: " + (stored ? digest.error() : stored.error()).detail.toUtf8() + '\n';
    if (!stored->catchingUp && !stored->generation.isNone() && *digest != stored->digest)
        state += "damaged: the digest is another\n";
    return state;
}

} // namespace GenMirror::Test
