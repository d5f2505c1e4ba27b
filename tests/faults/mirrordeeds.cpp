#include "sync/cache/historyreader.h"
#include "sync/cache/mirrorstore.h"
#include "sync/cache/textindex.h"
#include "tests/faults/deeds.h"
#include "tests/faults/frozen.h"

#include "tests/faults/openmirror.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

using Step = std::function<Result<void>(OpenMirror &, int)>;

class MirrorActor final : public Actor
{
public:
    MirrorActor(const QString &folder, Step step)
        : m_mirror(folder)
        , m_step(std::move(step))
    {
    }
    Result<void> act(int step) override { return m_step(m_mirror, step); }

private:
    OpenMirror m_mirror;
    Step m_step;
};

void makeNothing(const QString &folder)
{
    const OpenMirror mirror(folder);
}

/// A mirror that is up to date but for the last batch.
void makeMirror(const QString &folder)
{
    OpenMirror mirror(folder);
    if (const auto done = mirror.feed({}, source().early); !done)
        qFatal("%s", qPrintable(done.error().detail));
}

Deed onMirror(const char *name, const std::function<void(const QString &)> &prepare, int steps, Step step)
{
    return {.name = name,
            .prepare = prepare,
            .open = [step = std::move(step)](const QString &folder) -> std::unique_ptr<Actor> {
                return std::make_unique<MirrorActor>(folder, step);
            },
            .state = stateOfMirror,
            .steps = steps};
}

/// Works with the cache's files by itself, opened in the act.
class CacheActor final : public Actor
{
public:
    using Work = std::function<Result<void>(const QString &folder, QByteArray &told)>;
    CacheActor(QString folder, Work work)
        : m_folder(std::move(folder))
        , m_work(std::move(work))
    {
    }
    Result<void> act(int) override
    {
        m_told.clear();
        return m_work(m_folder, m_told);
    }
    QByteArray told() const override { return m_told; }

private:
    QString m_folder;
    Work m_work;
    QByteArray m_told;
};

Deed onCache(const char *name, const std::function<void(const QString &)> &prepare, CacheActor::Work work,
             int steps = 1)
{
    return {.name = name,
            .prepare = prepare,
            .open = [work = std::move(work)](const QString &folder) -> std::unique_ptr<Actor> {
                return std::make_unique<CacheActor>(folder, work);
            },
            .state =
                [](const QString &folder) {
                    const QByteArray rows = rowsOf(mirrorFileName(folder, u"main"_s));
                    return rows.contains("state: tree= ") ? "no file\n"_ba : rows; // not made to the end
                },
            .steps = steps,
            .mayBeDone = true}; // to open it is done, and then there is more to do
}

/// A mirror with some history.
void makeOldMirror(const QString &folder)
{
    makeMirror(folder);
    OpenMirror mirror(folder);
    for (const int limit : {5, 10, 10, 0}) {
        if (const auto done = mirror.apply(limit, limit == 0); !done)
            qFatal("%s", qPrintable(done.error().detail));
    }
}

Result<void> open(const QString &folder, QByteArray &)
{
    return MirrorStore::open(folder, u"main"_s).map([](const auto &) {});
}

Result<void> openToLook(const QString &folder, QByteArray &)
{
    return MirrorReader::open(folder, u"main"_s).map([](const auto &) {});
}

Result<void> prune(const QString &folder, QByteArray &)
{
    const auto store = MirrorStore::open(folder, u"main"_s);
    if (!store)
        return failureOf(store);
    return (*store)->pruneHistory({.records = 1}, QDateTime::currentDateTimeUtc()).map([](bool) {});
}

/// All that a mirror holds, as `dump` tells it.
Result<void> look(const QString &folder, QByteArray &told)
{
    const auto reader = MirrorReader::open(folder, u"main"_s);
    if (!reader)
        return failureOf(reader);
    ReadTransaction reading = (*reader)->readOneState();
    const auto sets = (*reader)->sets();
    if (!sets)
        return failureOf(sets);
    for (const MirrorSet &set : *sets) {
        told += set.path.toJson() + '\n';
        const auto visited = (*reader)->visitObjects(set.key, [&told](const MirrorObject &object) {
            told += object.object.text + '\n';
            return true;
        });
        const auto rows = (*reader)->rows(set.key);
        if (!visited || !rows)
            return visited ? failureOf(rows) : visited;
        const auto objects = (*reader)->objects(*rows);
        if (!objects)
            return failureOf(objects);
        for (const MirrorObject &object : *objects)
            told += object.object.id.toJson() + '\n';
    }
    return reading.end();
}

/// The mirror as it was, the versions of an object, and what differs between two states.
Result<void> lookBack(const QString &folder, QByteArray &told)
{
    const auto reader = MirrorReader::open(folder, u"main"_s);
    if (!reader)
        return failureOf(reader);
    const auto history = HistoryReader::open(folder, u"main"_s);
    if (!history)
        return failureOf(history);
    const auto kept = (*history)->records(10);
    const auto versions = (*history)->versions({}, ObjectId::ofInteger(20));
    if (!kept || !versions)
        return tl::make_unexpected(kept ? versions.error() : kept.error());
    const QList<HistoryRecord> &records = *kept;
    for (const HistoryRecord &record : records)
        told += QByteArray::number(record.id) + ' ' + record.digest.toHex() + '\n';
    for (const ObjectVersion &version : *versions)
        told += version.text.value_or("-") + '\n';
    if (records.size() < 2)
        return {}; // which told() shows
    const auto differs = (*history)->visitDifferences(records.last(), records.first(),
                                                      [&told](const HistoryReader::Difference &difference) {
                                                          told += difference.id.toJson() + '\n';
                                                          return true;
                                                      });
    if (!differs)
        return differs;
    if (const auto viewed = (*reader)->viewAt(records.last().id); !viewed)
        return viewed;
    return (*reader)->recomputeDigest().map([&told](const Digest &digest) { told += digest.toHex(); });
}

/// An index may fail, and be missing; it may not hide a row.
Result<void> index(const QString &folder, QByteArray &told)
{
    const auto caughtUp = [&folder]() -> Result<void> {
        const auto index = TextIndex::open(folder, u"main"_s);
        if (!index)
            return failureOf(index);
        Result<bool> more = true;
        while (more && *more)
            more = (*index)->catchUp();
        return more.map([](bool) {});
    }();
    const auto reader = MirrorReader::open(folder, u"main"_s);
    if (!reader)
        return failureOf(reader);
    ReadTransaction reading = (*reader)->readOneState();
    const auto found = TextIndex::candidates(**reader, folder, u"main"_s, 1, {u"bbbbbbb"_s}, 100);
    if (auto ended = reading.end(); !ended)
        return ended;
    // Those with 1 for their remainder, but for multiples of three.
    if (found && *found && (*found)->size() < 2)
        told = "rows are hidden";
    return caughtUp;
}

void makeIndexed(const QString &folder)
{
    makeOldMirror(folder);
    QByteArray told;
    if (const auto made = index(folder, told); !made)
        qFatal("%s", qPrintable(made.error().detail));
    OpenMirror mirror(folder); // and behind again
    if (const auto done = mirror.apply(0, true); !done)
        qFatal("%s", qPrintable(done.error().detail));
}

} // namespace

std::vector<Deed> deeds()
{
    const auto frozen = [](int version) {
        return [version](const QString &folder) {
            thaw(u"cache-%1"_s.arg(version), mirrorFileName(folder, u"main"_s));
        };
    };
    return {
        onMirror("first sync", makeNothing, 1, [](OpenMirror &mirror, int) { return mirror.apply(0); }),
        onMirror("first sync in pages", makeNothing, 5,
                 [](OpenMirror &mirror, int) { return mirror.apply(20); }),
        onMirror("update", makeMirror, 1, [](OpenMirror &mirror, int) { return mirror.apply(0); }),
        onMirror("update in pages", makeMirror, 3, [](OpenMirror &mirror, int) { return mirror.apply(9); }),
        onMirror("repair", makeMirror, 1, [](OpenMirror &mirror, int) { return mirror.apply(0, true); }),
        onCache(
            "make a mirror", [](const QString &) {}, open),
        onCache("open a mirror", makeMirror, open),
        onCache("upgrade from 1", frozen(1), open),
        onCache("upgrade from 2", frozen(2), open),
        onCache("upgrade to look", frozen(1), openToLook),
        onCache("prune", makeOldMirror, prune, 2),
        onCache("look", makeOldMirror, look),
        onCache("look back", makeOldMirror, lookBack),
        onCache("index", makeOldMirror, index),
        onCache("index goes on", makeIndexed, index),
    };
}

} // namespace GenMirror::Test
