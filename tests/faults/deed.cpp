#include "tests/faults/deed.h"

#include "tests/faults/filestate.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <random>

using namespace Qt::StringLiterals;

namespace GenMirror::Test
{

namespace
{

/// In memory where that is to be had: thousands of files, each synced.
QString templateOfFolders()
{
    return QFile::exists(u"/dev/shm"_s) ? u"/dev/shm/genmirror-faults-XXXXXX"_s
                                        : u"genmirror-faults-XXXXXX"_s;
}

/// One deed, its files before it, and what a run without faults makes of them.
class Trial
{
public:
    explicit Trial(const Deed &deed)
        : m_deed(deed)
        , m_directory(templateOfFolders())
        , m_before(m_directory.filePath(u"before"_s))
    {
        QDir().mkpath(m_before);
        m_deed.prepare(m_before);
        const QString folder = newFolder();
        m_states.append(m_deed.state(folder));
        const auto actor = m_deed.open(folder);
        for (int step = 0; step < m_deed.steps; ++step) {
            if (const auto done = actor->act(step); !done)
                fail({}, "fails without a fault: " + done.error().detail.toUtf8());
            m_told.append(actor->told());
            m_states.append(m_deed.state(folder));
        }
        for (const QByteArray &state : std::as_const(m_states)) {
            if (state.contains("damaged"))
                fail({}, "without a fault " + state.left(300));
        }
    }

    /// False if the fault struck nothing: the deed makes fewer such calls.
    bool run(const FileFault &fault)
    {
        const QString folder = newFolder();
        FileLayer::watch(QFile::encodeName(folder)); // before anything is open in it
        auto actor = m_deed.open(folder);
        FileLayer::arm(fault);
        int step = 0;
        std::optional<Error> told;
        for (; step < m_deed.steps && !told; ++step) {
            if (const auto done = actor->act(step); !done)
                told = done.error();
            else if (!m_deed.isOptional && actor->told() != m_told[step])
                fail(fault, "tells what is not so, as if nothing had failed: " +
                                firstDifference(actor->told(), m_told[step]));
        }
        if (told)
            --step;
        const bool struck = FileLayer::disarm() > 0;
        if (!struck) {
            FileLayer::watch({});
            if (told)
                fail(fault, "fails without having been struck: " + told->detail.toUtf8());
            return false;
        }
        ++outcome.faults;
        if (told) {
            checkTold(fault, *told);
            checkCrash(fault, folder, step);
        }
        if (checkState(fault, folder, step, told.has_value()))
            ++step;
        if (!m_deed.staysOpen) {
            actor.reset();
            actor = m_deed.open(folder);
        }
        // The fault is over: on it goes where it failed.
        for (; step < m_deed.steps && told; ++step) {
            if (const auto done = actor->act(step); !done) {
                fail(fault, "goes on failing when the fault is over: " + done.error().detail.toUtf8());
                break;
            }
            if (!m_deed.isOptional && actor->told() != m_told[step])
                fail(fault,
                     "tells what is not so after the fault: " + firstDifference(actor->told(), m_told[step]));
        }
        actor.reset();
        FileLayer::watch({});
        if (const QByteArray state = m_deed.state(folder); state != m_states.last())
            fail(fault, "does not come to the same in the end: " + firstDifference(state, m_states.last()));
        return true;
    }

    Outcome outcome;

private:
    QString newFolder()
    {
        if (!m_folder.isEmpty())
            QDir(m_folder).removeRecursively();
        m_folder = m_directory.filePath(u"run%1"_s.arg(++m_runs));
        copyFolder(m_before, m_folder);
        return m_folder;
    }

    void fail(const FileFault &fault, const QByteArray &what)
    {
        outcome.failures.append(QString::fromUtf8(m_deed.name + ", call " + QByteArray::number(fault.nth) +
                                                  (fault.forEver ? " and all later" : "") + " (" +
                                                  FileLayer::struckAt() + "): " + what));
    }

    void checkTold(const FileFault &fault, const Error &error)
    {
        if (error.detail.isEmpty())
            fail(fault, "an error without a sentence");
        if (error.kind == Error::Kind::Damaged)
            fail(fault, "what passes is called damage: " + error.detail.toUtf8());
    }

    /// Where the process is killed after it told of the fault.
    void checkCrash(const FileFault &fault, const QString &folder, int step)
    {
        const QString killed = m_directory.filePath(u"killed"_s);
        QDir(killed).removeRecursively();
        copyFolder(folder, killed, true);
        const QByteArray state = m_deed.state(killed);
        // Where syncs go on failing it cannot be taken out of the log either.
        const bool mayBeDone = m_deed.mayBeDone || (fault.forEver && FileLayer::struckAt().contains("sync "));
        if (state == m_states[step] || (mayBeDone && state == m_states[step + 1]))
            return;
        if (state == m_states[step + 1])
            fail(fault, "is told as failed, and is done when the process is killed then");
        else
            fail(fault, "failed, and is half there when the process is killed then: " +
                            firstDifference(state, m_states[step]));
    }

    /// Whether a step that failed is done nevertheless, and may be.
    bool checkState(const FileFault &fault, const QString &folder, int step, bool failed)
    {
        const QByteArray state = m_deed.state(folder);
        if (failed && state == m_states[step])
            return false;
        const QByteArray &done = m_states[failed ? step + 1 : step];
        if (failed && m_deed.mayBeDone && state == done)
            return true;
        if (failed && state == done)
            fail(fault, "is done, but was told as failed");
        else if (failed)
            fail(fault, "failed, and is half there: " + firstDifference(state, m_states[step]));
        else if (state != done && !m_deed.isOptional)
            fail(fault, "is told as done, and is not: " + firstDifference(state, done));
        return false;
    }

    const Deed &m_deed;
    QTemporaryDir m_directory;
    QString m_before;
    QString m_folder;
    int m_runs = 0;
    QByteArrayList m_states; ///< Before the first step, and after each.
    QByteArrayList m_told;   ///< By each.
};

} // namespace

const std::vector<FaultKind> &faultKinds()
{
    using enum FileWork;
    static const std::vector<FaultKind> kinds{
        {"open EIO", Open, EIO},
        {"open EMFILE", Open, EMFILE},
        {"read EIO", Read, EIO},
        {"write EIO", Write, EIO},
        {"write ENOSPC", Write, ENOSPC},
        {"write torn ENOSPC", Write, ENOSPC, true},
        {"write torn EIO", Write, EIO, true},
        {"sync EIO", Sync, EIO},
        {"truncate EIO", Truncate, EIO},
        {"remove EIO", Remove, EIO},
        {"rename EIO", Rename, EIO},
        // SQLite takes it for a lock of somebody else's, and waits for 10 s where it lasts.
        {.name = "lock EIO", .works = Lock, .error = EIO, .onceOnly = true},
        {"map ENOMEM", Map, ENOMEM},
        {"folder ENOSPC", MakeFolder, ENOSPC},
        {"disk full", Open | Write | Truncate | MakeFolder | Rename, ENOSPC},
        {"disk gone", Open | Read | Write | Sync | Truncate | Remove | Rename | Map | MakeFolder, EIO},
    };
    return kinds;
}

Outcome tryFaults(const Deed &deed, const FaultKind &kind, bool forEver, const Effort &effort)
{
    Trial trial(deed);
    std::mt19937 random(effort.seed);
    int misses = 0;
    for (int nth = 1; misses <= deed.patience && trial.outcome.failures.size() < 20;) {
        const bool struck = trial.run({.works = kind.works,
                                       .nth = nth,
                                       .forEver = forEver,
                                       .error = kind.error,
                                       .torn = kind.torn,
                                       .ending = kind.ending});
        misses = struck ? 0 : misses + 1;
        nth += nth < effort.dense ? 1 : 1 + int(random() % unsigned(nth / 2 + 1));
    }
    return trial.outcome;
}

} // namespace GenMirror::Test
