// Whose turn it is to write, and what stays open.
#include "model/core/generationaltree.h"
#include "sync/server/store/treestore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <semaphore>
#include <thread>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

/// Adds the object 1 or changes it.
TreeChange change(const QByteArray &account, std::function<void()> done)
{
    return {.apply = [](SqlStorage &storage) -> std::optional<TreeStep> {
                GenerationalTree tree(storage);
                const auto before = tree.state();
                if (!before || !tree.add({}, "{\"id\":1}"))
                    return std::nullopt;
                return TreeStep{.before = before->generation, .now = *tree.state()};
            },
            .done =
                [done = std::move(done)](SqlStorage *, const Error *failure) {
                    if (failure)
                        qCritical("%s", qPrintable(failure->detail));
                    done();
                },
            .account = account};
}

/// How many files of trees this process has open.
int openTreeFiles(const QString &folder)
{
    int files = 0;
    const QStringList descriptors = QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System);
    for (const QString &descriptor : descriptors) {
        const QString target = QFile::symLinkTarget("/proc/self/fd/"_L1 + descriptor);
        files += target.startsWith(folder) && target.endsWith(".sqlite"_L1) ? 1 : 0;
    }
    return files;
}

} // namespace

class ServerStoreTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<DataDirectory> m_directory;

    QStringList makeTrees(int count)
    {
        QStringList names;
        for (int i = 0; i < count; ++i) {
            names.append(u"tree.%1"_s.arg(i));
            const auto storage = SqlStorage::open(m_directory->treeFile(names.last()), {});
            if (!storage || !GenerationalTree::initialize(**storage, {}, 99))
                qFatal("no tree");
        }
        return names;
    }
    std::unique_ptr<TreeStore> open(const QStringList &names, const TreeStore::Options &options)
    {
        return std::make_unique<TreeStore>(
            *m_directory, names, options,
            TreeStore::Listener{.opened = [](const QString &, const TreeState &) {},
                                .changed = [](const QString &, SqlStorage &, const TreeStep &) {}});
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_directory = *DataDirectory::open(m_folder->path());
    }

    void whoWaitsForATreeIsNotBehindAllThatAnotherHasToDo()
    {
        const QStringList names = makeTrees(2);
        std::counting_semaphore<> goOn(0);
        std::binary_semaphore isDone(0);
        const auto store = open(names, {.writers = 2}); // one for each account
        TreeChange busy = change("busy", [] {});
        busy.apply = [&](SqlStorage &) -> std::optional<TreeStep> {
            goOn.acquire();
            return std::nullopt;
        };
        store->write(names[0], busy);
        store->write(names[1], change("busy", [] {})); // waits until the one before is done
        store->write(names[1], change("other", [&] { isDone.release(); }));
        const bool wasDone = isDone.try_acquire_for(std::chrono::seconds(20));
        goOn.release();
        QVERIFY(wasDone);
    }

    void whatIsUsedStaysOpenWhileOthersComeAndGo()
    {
        const QStringList names = makeTrees(120);
        std::counting_semaphore<> done(0);
        const auto store = open(names, {.writers = 4, .connections = 6});
        const auto write = [&](const QString &name) {
            store->write(name, change(name.toLatin1(), [&] { done.release(); }));
        };
        write(names[0]);
        done.acquire();
        const auto log = *FileIdentity::of(m_directory->treeFile(names[0]) + "-wal"_L1);
        QVERIFY(log);
        for (int i = 1; i < names.size(); i += 2) {
            write(names[0]);
            write(names[i]);
            write(names[i + 1 < names.size() ? i + 1 : i]);
            for (int n = 0; n < 3; ++n)
                done.acquire();
        }
        QCOMPARE(*FileIdentity::of(m_directory->treeFile(names[0]) + "-wal"_L1), log); // or it was closed
    }

    void aCrowdOpensNoMoreThanMayBeOpen()
    {
        constexpr int most = 10;
        constexpr int writers = 4;
        const QStringList names = makeTrees(200);
        std::counting_semaphore<> done(0);
        std::atomic<int> highest = 0;
        {
            const auto store = open(names, {.writers = writers, .connections = most});
            for (const QString &name : names)
                store->write(name, change(QByteArray::number(name.size()), [&] { done.release(); }));
            for (qsizetype i = 0; i < names.size(); ++i) {
                done.acquire();
                highest = std::max(highest.load(), openTreeFiles(m_folder->path()));
            }
        }
        QVERIFY2(highest > 0 && highest <= most + 2 * writers, qPrintable(QString::number(highest)));
        QCOMPARE(openTreeFiles(m_folder->path()), 0);
    }

    /// Somebody else has two of the trees for himself: who asks for those waits, and nobody else.
    void anOpeningThatIsHeldUpHoldsUpNoOther()
    {
        const QStringList names = makeTrees(5);
        std::vector<std::unique_ptr<SqlStorage>> alone;
        for (const QString &name : names.first(2)) {
            alone.push_back(
                *SqlStorage::open(m_directory->treeFile(name), {.mode = SqlDatabase::Mode::ReadAlone}));
            QVERIFY(alone.back()->state().generation.value > 0);
        }
        const auto store = open(names, {});
        std::atomic<int> done = 0;
        std::vector<std::jthread> waiting;
        for (const QString &name : names.first(2)) {
            waiting.emplace_back([&store, &done, name] {
                const auto state = store->reading(name, [](SqlStorage &storage) { return storage.state(); });
                if (!state) // busy for long
                    qInfo("%s", qPrintable(state.error().detail));
                ++done;
            });
        }
        for (const QString &name : names.sliced(2))
            QVERIFY(store->reading(name, [](SqlStorage &storage) { return storage.state(); }));
        QCOMPARE(done.load(), 0);
        alone.clear();
    }

    /// Those who read close what others wrote, too.
    void aCrowdThatReadsOpensNoMoreThanMayBeOpen()
    {
        constexpr int most = 10;
        const QStringList names = makeTrees(100);
        std::counting_semaphore<> done(0);
        int highest = 0;
        const auto store = open(names, {.writers = 2, .connections = most});
        for (const QString &name : names.first(most))
            store->write(name, change("writer", [&] { done.release(); }));
        for (int i = 0; i < most; ++i)
            done.acquire();
        for (const QString &name : names) {
            QVERIFY(store->reading(name, [](SqlStorage &storage) { return storage.state(); }));
            highest = std::max(highest, openTreeFiles(m_folder->path()));
        }
        QVERIFY2(highest <= 2 * most + 4, qPrintable(QString::number(highest)));
    }
};

QTEST_GUILESS_MAIN(ServerStoreTest)
#include "server_store_test.moc"
