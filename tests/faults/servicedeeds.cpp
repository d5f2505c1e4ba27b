#include "tests/faults/deeds.h"

#include "tests/faults/filestate.h"
#include "tests/faults/openserver.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

using Ask = std::function<Result<QByteArray>(OpenServer &)>;

class ServiceActor final : public Actor
{
public:
    ServiceActor(const QString &folder, QList<Ask> steps, bool isUp)
        : m_server(dataIn(folder))
        , m_steps(std::move(steps))
    {
        if (!isUp)
            return;
        if (const auto started = m_server.start(); !started)
            qFatal("%s", qPrintable(started.error().detail));
        m_server.rest();
    }
    Result<void> act(int step) override
    {
        m_told.clear();
        if (auto started = m_server.start(); !started)
            return started;
        auto answer = m_steps[step](m_server);
        // Where the disk did not take a write it is tried in the background whether it does now.
        for (int i = 0; m_failed && !answer && i < 1000; ++i) {
            QTest::qWait(2);
            answer = m_steps[step](m_server);
        }
        m_failed = !answer;
        m_server.rest();
        if (!answer)
            return failureOf(answer);
        m_told = *answer;
        return {};
    }
    QByteArray told() const override { return m_told; }

private:
    OpenServer m_server;
    QList<Ask> m_steps;
    QByteArray m_told;
    bool m_failed = false; ///< The last time.
};

/// Two trees, a backup of them, and a change since.
void makeData(const QString &folder)
{
    OpenServer server(dataIn(folder));
    const auto must = [](const auto &done) {
        if (!done)
            qFatal("%s", qPrintable(done.error().detail));
    };
    must(server.start());
    QByteArrayList known;
    for (const QByteArray tree : {"main", "other"}) {
        must(server.ask("PUT", "/v1/trees/" + tree, R"({"maximum_removals":3})"));
        must(server.ask("POST", "/v1/trees/" + tree + "/batch",
                        batchOf(R"({"op":"create-set","set":["nested"],"maximum_removals":2},)" +
                                objectsFrom(0, 40, "first"))));
        must(server.ask("DELETE", "/v1/trees/" + tree + "/objects/1"));
        must(server.ask("DELETE", "/v1/trees/" + tree + "/objects/2"));
        const auto shown = server.ask("GET", "/v1/trees/" + tree);
        must(shown);
        known.append(QJsonDocument::fromJson(*shown).object()["collection"_L1].toString().toLatin1());
    }
    must(server.ask("POST", "/v1/admin/backups", R"({"name":"saved"})"));
    must(server.ask("POST", "/v1/trees/main/batch", batchOf(objectsFrom(30, 20, "second"))));
    noteCollections(folder, known);
}

QByteArray stateOf(const QString &folder)
{
    return rowsOfDataDirectory(dataIn(folder), notedCollections(folder));
}

/// What a server tells of its trees, but for what differs from run to run.
Result<QByteArray> listed(OpenServer &server)
{
    const auto answer = server.ask("GET", "/v1/trees");
    if (!answer)
        return answer;
    QByteArray told;
    const QJsonArray trees = QJsonDocument::fromJson(*answer).object()["trees"_L1].toArray();
    for (const auto tree : trees) {
        const QJsonObject fields = tree.toObject();
        if (fields.contains("problem"_L1))
            return failure(Error::Kind::Storage, fields["problem"_L1].toString());
        told += fields["tree"_L1].toString().toUtf8() + ' ' + fields["digest"_L1].toString().toUtf8() + '\n';
    }
    return told;
}

/// Likewise of its backups.
Result<QByteArray> backups(OpenServer &server)
{
    const auto answer = server.ask("GET", "/v1/admin/backups");
    if (!answer)
        return answer;
    QByteArray told;
    const QJsonArray saved = QJsonDocument::fromJson(*answer).object()["backups"_L1].toArray();
    for (const auto backup : saved) {
        QJsonObject fields = backup.toObject();
        fields.remove("at"_L1);
        told += QJsonDocument(fields).toJson(QJsonDocument::Compact) + '\n';
    }
    return told;
}

Ask asking(const char *method, const char *target, const QByteArray &body = {},
           const QByteArrayList &headers = {})
{
    return [=](OpenServer &server) {
        // What is answered holds a collection or a time; what it did is looked at in the files.
        return server.ask(method, target, body, headers).map([](const QByteArray &) { return QByteArray(); });
    };
}

/// A backup that is partial is told as such: here it counts as none, and is removed before the next attempt.
Ask backup()
{
    return [partial = std::make_shared<bool>(false)](OpenServer &server) -> Result<QByteArray> {
        if (*partial) {
            auto removed = server.ask("DELETE", "/v1/admin/backups/second");
            if (!removed && removed.error().kind != Error::Kind::NotFound)
                return removed;
            *partial = false;
        }
        const auto answer = server.ask("POST", "/v1/admin/backups", R"({"name":"second"})");
        if (!answer)
            return answer;
        const QJsonObject made = QJsonDocument::fromJson(*answer).object();
        const QJsonArray missing = made["missing"_L1].toArray();
        if (missing.isEmpty())
            return QByteArray();
        *partial = true;
        return failure(Error::Kind::Storage, missing[0]["problem"_L1].toString());
    };
}

QByteArray stateWithoutPartialBackup(const QString &folder)
{
    const QDir made(dataIn(folder) + "/backups/second"_L1);
    QByteArray state = stateOf(folder);
    if (!QFile::exists(made.filePath(u"missing.txt"_s)))
        return state;
    const auto begins = state.indexOf("== backups/second/");
    const auto ends = state.indexOf("\n== ", state.lastIndexOf("== backups/second/"));
    return state.remove(begins, (ends < 0 ? state.size() : ends + 1) - begins);
}

Deed onServer(const char *name, const QList<Ask> &steps, bool isUp = true)
{
    return {.name = QByteArray("server: ") + name,
            .prepare = makeData,
            .open = [steps, isUp](const QString &folder) -> std::unique_ptr<Actor> {
                return std::make_unique<ServiceActor>(folder, steps, isUp);
            },
            .state = stateOf,
            .steps = int(steps.size()),
            .patience = 2};
}

/// Names come and go last: where it cannot be told whether that is on the disk, it is told as failed, and
/// done.
Deed named(Deed deed)
{
    deed.mayBeDone = true;
    return deed;
}

Deed backupDeed()
{
    Deed deed = named(onServer("backup", {backup()}));
    deed.state = stateWithoutPartialBackup;
    return deed;
}

} // namespace

std::vector<Deed> deeds()
{
    const auto read = [](const char *target) {
        return [target](OpenServer &server) { return server.ask("GET", target); };
    };
    return {
        onServer("start", {listed}, false),
        onServer("trees", {listed}),
        onServer("put", {asking("PUT", "/v1/trees/main/objects/5", R"({"id":5,"text":"new"})")}),
        onServer("remove", {asking("DELETE", "/v1/trees/main/objects/5")}),
        onServer("batch", {asking("POST", "/v1/trees/main/batch", batchOf(objectsFrom(20, 60, "third")),
                                  {"Idempotency-Key: once"})}),
        named(onServer("create a tree", {asking("PUT", "/v1/trees/third")})),
        named(onServer("remove a tree", {asking("DELETE", "/v1/trees/other")})),
        named(onServer("make a tree anew",
                       {asking("DELETE", "/v1/trees/other"), asking("PUT", "/v1/trees/other")})),
        onServer("compaction",
                 {asking("POST", "/v1/admin/trees/main/compact", R"({"keep_removals":0,"reason":"test"})")}),
        onServer("reset", {asking("POST", "/v1/admin/trees/main/reset", R"({"reason":"test"})")}),
        backupDeed(),
        named(onServer("remove a backup", {asking("DELETE", "/v1/admin/backups/saved")})),
        onServer("restore",
                 {asking("POST", "/v1/admin/trees/main/restore", R"({"backup":"saved","reason":"test"})")}),
        onServer("updates", {read("/v1/trees/main/updates?since=0")}),
        onServer("updates since", {read("/v1/trees/main/updates?since=20")}),
        onServer("object", {read("/v1/trees/main/objects/nested/6")}),
        onServer("history", {read("/v1/trees/main/history")}),
        onServer("backups", {backups}),
    };
}

} // namespace GenMirror::Test
