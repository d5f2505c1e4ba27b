// Random histories of a tree against several clients: at every point where a client has caught up, what it
// holds equals the server's, byte for byte, and so does its digest.
//
// RC_PARAMS="seed=… max_success=…" repeats a run; a failing history is shrunk.
#include "model/core/memorymirrorstorage.h"
#include "model/core/memorytreestorage.h"
#include "tests/support/dump.h"
#include "tests/support/randomhistory.h"
#include "tests/support/treeclient.h"

#include <QTest>

#include <rapidcheck.h>

#include <array>

using namespace GenMirror;
using namespace GenMirror::Test;

namespace
{

constexpr int ClientCount = 3;

class History
{
public:
    explicit History(qint64 maximumRemovals)
        : m_tree(m_storage)
    {
        RC_ASSERT(GenerationalTree::initialize(m_storage, {}, maximumRemovals).has_value());
    }

    void play(const std::vector<Step> &steps, bool restores)
    {
        for (size_t i = 0; i < steps.size(); ++i) {
            const Step &step = steps[i];
            const int what = step.kind / 16 % 16;
            if (what < 9)
                mutate(std::span(steps).subspan(
                    i, std::min<size_t>(size_t(step.value % 4) + 1, steps.size() - i)));
            else if (what < 13)
                poll(step);
            else if (what == 13)
                compact(step);
            else if (what == 14 && step.value % 3 == 0)
                reset(step);
            else if (what == 15 && restores)
                backUpOrRestore(step);
        }
        for (int client = 0; client < ClientCount; ++client)
            catchUp(client, steps.size() % 4);
    }

private:
    void mutate(std::span<const Step> steps)
    {
        QList<Operation> batch;
        for (const Step &step : steps)
            batch.append(operationOf(step));
        const TreeState before = m_tree.state().value();
        const Dump contents = dumpOf(m_tree);
        const auto done = m_tree.apply(batch);
        if (done) {
            RC_ASSERT(m_tree.state().value().generation.value == before.generation.value + batch.size());
        } else {
            // All or nothing: a refused batch leaves no trace, and its first operations are still good by
            // themselves.
            RC_ASSERT(dumpOf(m_tree) == contents);
            RC_ASSERT(m_tree.state().value().generation == before.generation);
            RC_ASSERT(m_tree.state().value().digest == before.digest);
            for (const Operation &operation : std::as_const(batch))
                (void)m_tree.apply({&operation, 1});
        }
        RC_ASSERT(m_tree.recomputeDigest().value() == m_tree.state().value().digest);
        const QList<SetRecord> sets = m_tree.sets().value();
        for (const SetRecord &set : sets) {
            RC_ASSERT(set.removals <= set.maximumRemovals);
            RC_ASSERT(set.floor <= m_tree.state().value().generation);
        }
    }

    void poll(const Step &step)
    {
        Client &client = m_clients[size_t(step.set % ClientCount)];
        const auto update =
            client.asks.poll(m_tree, step.value % 6); // one page only: others may write in between
        RC_ASSERT(update.has_value());
        if (!update->more)
            check(client, *update);
    }

    void catchUp(int number, size_t limit)
    {
        Client &client = m_clients[size_t(number)];
        const auto update = client.asks.catchUp(m_tree, qint64(limit));
        RC_ASSERT(update.has_value());
        check(client, *update);
    }

    struct Client {
        MemoryMirrorStorage storage;
        TreeClient asks{storage};
    };

    void check(Client &client, const AppliedUpdate &update)
    {
        if (update.verification == AppliedUpdate::Verification::Different) {
            // Only a server that went back and then on again can do this; the digest finds it, a repair mends
            // it.
            RC_ASSERT(m_restored);
            const auto repaired = client.asks.repair(m_tree);
            RC_ASSERT(repaired.has_value());
            RC_ASSERT(repaired->verification == AppliedUpdate::Verification::Equal);
        }
        RC_ASSERT(client.storage.state().generation == m_tree.state().value().generation);
        RC_ASSERT(client.storage.state().digest == m_tree.state().value().digest);
        RC_ASSERT(dumpOf(client.storage) == dumpOf(m_tree));
    }

    void compact(const Step &step)
    {
        CompactionRequest request;
        if (step.id % 2 == 0)
            request.keepRemovals = step.value % 3;
        else
            request.before = Generation{m_tree.state().value().generation.value - step.value % 10};
        request.dryRun = true;
        const auto preview = m_tree.compact(request);
        request.dryRun = false;
        const auto done = m_tree.compact(request);
        RC_ASSERT(preview.has_value() && done.has_value());
        RC_ASSERT(preview->dropped == done->dropped);
    }

    void reset(const Step &step)
    {
        const CollectionId before = m_tree.state().value().collection;
        RC_ASSERT(m_tree
                      .reset(step.id % 2 == 0 ? GenerationalTree::ResetObjects::Keep
                                              : GenerationalTree::ResetObjects::Drop)
                      .has_value());
        RC_ASSERT(m_tree.state().value().collection != before);
        RC_ASSERT(m_tree.recomputeDigest().value() == m_tree.state().value().digest);
    }

    void backUpOrRestore(const Step &step)
    {
        if (step.value % 2 == 0 || !m_backup) {
            m_backup = m_storage;
        } else {
            m_storage = *m_backup;
            m_restored = true;
        }
    }

    MemoryTreeStorage m_storage;
    GenerationalTree m_tree;
    std::array<Client, ClientCount> m_clients;
    std::optional<MemoryTreeStorage> m_backup;
    bool m_restored = false;
};

} // namespace

class ModelBasedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aClientThatHasCaughtUpEqualsTheServer()
    {
        QVERIFY(rc::check("a client that has caught up equals the server",
                          [] { History(*rc::gen::inRange(0, 5)).play(*histories(), false); }));
    }

    void aServerThatWentBackInTimeIsNoticedAndRepaired()
    {
        QVERIFY(rc::check("a server that went back in time is noticed and repaired",
                          [] { History(*rc::gen::inRange(0, 5)).play(*histories(), true); }));
    }
};

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("RC_PARAMS"))
        qputenv("RC_PARAMS", "max_success=10000");
    ModelBasedTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "modelbased_test.moc"
