// One window for each folder: real processes that start at once, hang, die, or belong to somebody else.
#include "app/genmirror/place.h"
#include "app/genmirror/runtimeplace.h"
#include "app/genmirror/singleinstance.h"
#include "tests/support/lessrights.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <iostream>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;

namespace
{

constexpr uid_t Nobody = 65534;

void tell(const QByteArray &line)
{
    std::cout << line.constData() << std::endl;
}

/// A start of the program, but for its window: --start FOLDER MESSAGE. It goes on with each line on standard
/// input, and tells what comes of it.
int start(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    std::string line;
    SingleInstance instance(arguments[2]);
    QObject::connect(&instance, &SingleInstance::started,
                     [](const QString &message) { tell("told " + message.toUtf8()); });
    tell("ready");
    if (!std::getline(std::cin, line))
        return 1;
    QElapsedTimer clock;
    clock.start();
    const bool isFirst = instance.isFirst(arguments[3]);
    tell((isFirst ? "first " : "handed over ") + QByteArray::number(clock.elapsed()));
    if (!isFirst || !std::getline(std::cin, line))
        return 0;
    return QCoreApplication::exec();
}

/// One start, as a process.
class Start
{
public:
    Start(const QString &folder, const QString &message, const QString &runtime,
          const std::function<void(QProcess &)> &prepare = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(u"XDG_RUNTIME_DIR"_s);
        if (!runtime.isEmpty())
            environment.insert(u"XDG_RUNTIME_DIR"_s, runtime);
        m_process.setProcessEnvironment(environment);
        if (prepare)
            prepare(m_process);
        m_process.start(QCoreApplication::applicationFilePath(), {u"--start"_s, folder, message});
    }
    ~Start()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    void go() { m_process.write("go\n"); }
    bool has(const QByteArray &line)
    {
        m_out += m_process.readAllStandardOutput();
        return QByteArray('\n' + m_out).contains(QByteArray('\n' + line));
    }
    [[nodiscard]] bool waitFor(const QByteArray &line)
    {
        return QTest::qWaitFor([&] { return has(line); }, 20'000);
    }
    [[nodiscard]] int count(const QByteArray &word)
    {
        m_out += m_process.readAllStandardOutput();
        return int(m_out.count(word));
    }
    /// Starts, and is told whether it is the first.
    [[nodiscard]] bool isFirst()
    {
        if (!waitFor("ready"))
            qFatal("it does not start");
        go();
        if (!QTest::qWaitFor([&] { return has("first ") || has("handed over "); }, 20'000))
            qFatal("it does not know whether it is the first");
        return has("first ");
    }
    /// Milliseconds that it took to know.
    [[nodiscard]] int took()
    {
        const QByteArray line = m_out.trimmed().split('\n').last();
        return line.split(' ').last().toInt();
    }
    QProcess &process() { return m_process; }
    QByteArray errors() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
    QByteArray m_out;
};

/// Listens, and never accepts: as a first window that hangs. With another user's name, if this is root.
class HangingServer
{
public:
    explicit HangingServer(const QString &fileName, uid_t user = ::geteuid())
        : m_socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{.sun_family = AF_UNIX};
        const QByteArray name = QFile::encodeName(fileName);
        Q_ASSERT(size_t(name.size()) < sizeof(address.sun_path));
        std::copy(name.begin(), name.end(), std::begin(address.sun_path));
        if (::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0 ||
            ::chmod(name.constData(), 0777) != 0)
            qFatal("%s cannot be made", name.constData());
        const uid_t us = ::geteuid();
        if (::seteuid(user) != 0 || ::listen(m_socket, 16) != 0 || ::seteuid(us) != 0)
            qFatal("it cannot listen");
    }
    ~HangingServer() { ::close(m_socket); }
    /// Whether anybody connected, and told something.
    [[nodiscard]] bool wasTold() const
    {
        const int other = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (other < 0)
            return false;
        char byte = 0;
        const bool told = ::recv(other, &byte, 1, MSG_DONTWAIT) == 1;
        ::close(other);
        return told;
    }

private:
    int m_socket;
};

} // namespace

class SingleInstanceTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_runtime;

    QString folder() const { return m_directory->filePath(u"mirrors"_s); }
    /// What is in a folder under the names that instances use.
    static QStringList in(const QString &folder, const QString &ending)
    {
        return QDir(folder).entryList({u"genmirror-*."_s + ending}, QDir::AllEntries | QDir::System);
    }
    /// The name without its ending, learnt from a start that ended.
    QString learnName()
    {
        {
            Start once(folder(), {}, m_runtime);
            if (!once.isFirst())
                qFatal("it is not alone");
        }
        const QStringList locks = in(m_runtime, u"lock"_s);
        Q_ASSERT(locks.size() == 1);
        for (const QString &socket : in(m_runtime, u"socket"_s))
            QFile::remove(m_runtime + u'/' + socket);
        return m_runtime + u'/' + locks.first().chopped(5);
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_runtime = m_directory->filePath(u"run"_s);
        QVERIFY(QDir().mkpath(m_runtime));
        QCOMPARE(::chmod(QFile::encodeName(m_runtime).constData(), 0700), 0);
    }

    void aSecondStartHandsOver()
    {
        Start first(folder(), {}, m_runtime);
        QVERIFY(first.isFirst());
        first.go();
        Start second(folder(), u"genmirror://host/tree/set/7"_s, m_runtime);
        QVERIFY(!second.isFirst());
        QVERIFY(first.waitFor("told genmirror://host/tree/set/7\n"));
        Start elsewhere(m_directory->filePath(u"others"_s), {}, m_runtime); // other mirrors, another window
        QVERIFY(elsewhere.isFirst());
    }

    void whoIsStillMakingItsWindowIsFirst()
    {
        Start first(folder(), {}, m_runtime);
        QVERIFY(first.isFirst()); // its event loop does not run
        Start second(folder(), u"early"_s, m_runtime);
        QVERIFY(!second.isFirst());
        QVERIFY(!first.has("told"));
        first.go();
        QVERIFY(first.waitFor("told early\n"));
    }

    /// Again and again: of those that start at the same moment one is the first, and is told by all others.
    void ofManyStartsAtOnceOneIsFirst()
    {
        constexpr int starts = 6;
        for (int round = 0; round < 8; ++round) {
            std::vector<std::unique_ptr<Start>> all;
            for (int i = 0; i < starts; ++i)
                all.push_back(std::make_unique<Start>(folder(), u"round %1"_s.arg(round), m_runtime));
            for (const auto &start : all)
                QVERIFY(start->waitFor("ready"));
            for (const auto &start : all)
                start->go();
            Start *first = nullptr;
            int handedOver = 0;
            for (const auto &start : all) {
                QVERIFY(QTest::qWaitFor([&] { return start->has("first ") || start->has("handed over "); },
                                        20'000));
                if (start->has("first ")) {
                    QVERIFY(!first);
                    first = start.get();
                } else {
                    ++handedOver;
                }
            }
            QVERIFY(first);
            QCOMPARE(handedOver, starts - 1);
            first->go();
            const QByteArray told = "told round " + QByteArray::number(round) + '\n';
            QTRY_COMPARE(first->count(told), starts - 1);
            QCOMPARE(in(m_runtime, u"socket"_s).size(), 1);
        }
    }

    void aFirstThatWasKilledIsInNobodysWay()
    {
        {
            Start first(folder(), {}, m_runtime);
            QVERIFY(first.isFirst());
        }                                               // killed
        QCOMPARE(in(m_runtime, u"socket"_s).size(), 1); // left behind
        Start second(folder(), {}, m_runtime);
        QVERIFY(second.isFirst());
        second.go();
        Start third(folder(), u"again"_s, m_runtime);
        QVERIFY(!third.isFirst());
        QVERIFY(second.waitFor("told again\n"));
    }

    void aFirstThatHangsDelaysNobodyForLong()
    {
        const QString name = learnName();
        const auto lock = FileLock::take(name + u".lock"_s);
        QVERIFY(lock);
        const HangingServer hangs(name + u".socket"_s);
        Start second(folder(), u"hello"_s, m_runtime);
        QVERIFY(second.isFirst()); // rather a second window than none
        QVERIFY2(second.took() >= 500 && second.took() < SingleInstance::Patience + 1500,
                 qPrintable(QString::number(second.took())));
        QVERIFY(hangs.wasTold());
        QCOMPARE(in(m_runtime, u"socket"_s).size(), 1); // what belongs to who is alive stays
    }

    /// It has the lock, and nobody listens.
    void aLockAloneDelaysNobodyForLong()
    {
        const auto lock = FileLock::take(learnName() + u".lock"_s);
        QVERIFY(lock);
        Start second(folder(), u"hello"_s, m_runtime);
        QVERIFY(second.isFirst());
        QVERIFY2(second.took() < SingleInstance::Patience + 1500, qPrintable(QString::number(second.took())));
    }

    void whatIsNoSocketOfOursStays()
    {
        const QString name = learnName() + u".socket"_s;
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        file.close();
        Start first(folder(), {}, m_runtime);
        QVERIFY(first.isFirst());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "mine"_ba);
        QVERIFY(first.errors().contains("in the way"));
    }

    void aMessageThatIsTooLongIsDropped()
    {
        Start first(folder(), {}, m_runtime);
        QVERIFY(first.isFirst());
        first.go();
        QLocalSocket socket;
        socket.connectToServer(m_runtime + u'/' + in(m_runtime, u"socket"_s).first());
        QVERIFY(socket.waitForConnected());
        socket.write(QByteArray(200'000, 'x'));
        QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
        Start second(folder(), u"short"_s, m_runtime);
        QVERIFY(!second.isFirst());
        QVERIFY(first.waitFor("told short\n"));
        QCOMPARE(first.count("told"), 1);
    }

    void aFolderThatOthersMayEnterIsNotUsed_data()
    {
        QTest::addColumn<int>("rights");
        QTest::addColumn<bool>("isLink");
        QTest::newRow("none is named") << 0 << false;
        QTest::newRow("others may read") << 0744 << false;
        QTest::newRow("others may enter") << 0711 << false;
        QTest::newRow("the group may write") << 0770 << false;
        QTest::newRow("a link") << 0700 << true;
    }
    void aFolderThatOthersMayEnterIsNotUsed()
    {
        QFETCH(const int, rights);
        QFETCH(const bool, isLink);
        QString runtime = rights == 0 ? QString() : m_runtime;
        QCOMPARE(::chmod(QFile::encodeName(m_runtime).constData(), mode_t(rights == 0 ? 0700 : rights)), 0);
        if (isLink) {
            runtime = m_directory->filePath(u"link"_s);
            QVERIFY(QFile::link(m_runtime, runtime));
        }
        Start first(folder(), {}, runtime);
        QVERIFY(first.isFirst());
        first.go();
        QVERIFY(in(m_runtime, u"*"_s).isEmpty());
        const QString own = folder() + u"/.instance"_s;
        QCOMPARE(in(own, u"socket"_s).size(), 1);
        QVERIFY((QFile::permissions(own) & ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser |
                                             QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) == 0);
        Start second(folder(), u"x"_s, runtime);
        QVERIFY(!second.isFirst());
        QVERIFY(first.waitFor("told x\n"));
    }

    /// The name of a socket has at most 107 bytes.
    void aLongNameOfTheDataIsNoTrouble()
    {
        const QString far = m_directory->filePath(QString(120, u'd'));
        Start first(far, {}, {}, [this](QProcess &process) {
            QProcessEnvironment environment = process.processEnvironment();
            environment.insert(u"TMPDIR"_s, m_runtime);
            process.setProcessEnvironment(environment);
        });
        QVERIFY(first.isFirst());
        const QStringList made = QDir(m_runtime).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(made, QStringList{u"genmirror-%1"_s.arg(::geteuid())});
        QCOMPARE(in(m_runtime + u'/' + made.first(), u"socket"_s).size(), 1);
    }

    /// Somebody else was there first, with a folder that they can look into.
    void aFolderThatSomebodyElseMadeIsNotUsed()
    {
        const QString far = m_directory->filePath(QString(120, u'd'));
        const QString made = m_runtime + u"/genmirror-%1"_s.arg(::geteuid());
        QVERIFY(QDir().mkpath(made));
        QCOMPARE(::chmod(QFile::encodeName(made).constData(), 0777), 0);
        Start first(far, {}, {}, [this](QProcess &process) {
            QProcessEnvironment environment = process.processEnvironment();
            environment.insert(u"TMPDIR"_s, m_runtime);
            process.setProcessEnvironment(environment);
        });
        QVERIFY(first.isFirst()); // it starts all the same
        QVERIFY(QDir(made).isEmpty());
        QVERIFY(first.errors().contains("XDG_RUNTIME_DIR"));
    }

    void anotherUsersServerIsToldNothing()
    {
        if (::geteuid() != 0)
            QSKIP("only root can listen as another user");
        const QString name = learnName();
        const auto lock = FileLock::take(name + u".lock"_s);
        QVERIFY(lock);
        const HangingServer foreign(name + u".socket"_s, Nobody);
        Start start(folder(), u"a secret link"_s, m_runtime);
        QVERIFY(start.isFirst());
        QVERIFY2(start.took() < SingleInstance::Patience / 2, qPrintable(QString::number(start.took())));
        QVERIFY(!foreign.wasTold());
        QVERIFY(start.errors().contains("belongs to another user"));
    }

    void anotherUserCannotOpenAnything()
    {
        if (::geteuid() != 0)
            QSKIP("only root can be another user");
        QCOMPARE(::chmod(QFile::encodeName(m_directory->path()).constData(), 0711), 0);
        QVERIFY(QDir().mkpath(folder()));
        for (const QString &place : {m_runtime, folder()})
            QCOMPARE(::chown(QFile::encodeName(place).constData(), Nobody, gid_t(-1)), 0);
        Start first(folder(), {}, m_runtime, startAsNobody);
        QVERIFY(first.isFirst());
        first.go();
        QLocalSocket root; // may connect, but is somebody else
        root.connectToServer(m_runtime + u'/' + in(m_runtime, u"socket"_s).first());
        QVERIFY(root.waitForConnected());
        root.write("genmirror://evil.example/tree/\n");
        QTRY_COMPARE(root.state(), QLocalSocket::UnconnectedState);
        QVERIFY(root.readAll().isEmpty());
        Start second(folder(), u"own"_s, m_runtime, startAsNobody);
        QVERIFY(!second.isFirst());
        QVERIFY(first.waitFor("told own\n"));
        QVERIFY(!first.has("told genmirror"));
    }

    void aLinkNamesAServerAndNothingElse_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("name") << u"genmirror://example.org/tree/set/1"_s << true;
        QTest::newRow("port") << u"genmirror://example.org:8765/tree/"_s << true;
        QTest::newRow("IPv6") << u"genmirror://::1:8765/tree/"_s << true;
        QTest::newRow("user") << u"genmirror://good.example@evil.example/tree/"_s << false;
        QTest::newRow("query") << u"genmirror://example.org?x/tree/"_s << false;
        QTest::newRow("fragment") << u"genmirror://example.org#x/tree/"_s << false;
        QTest::newRow("backslash") << u"genmirror://good.example\\.evil.example/tree/"_s << false;
        QTest::newRow("line feed") << u"genmirror://example.org\nevil/tree/"_s << false;
        QTest::newRow("direction") << u"genmirror://example.org\u202egro/tree/"_s << false;
        QTest::newRow("long") << QString(u"genmirror://example.org/tree/"_s + QString(40'000, u'x')) << false;
    }
    void aLinkNamesAServerAndNothingElse()
    {
        QFETCH(const QString, link);
        QFETCH(const bool, isGood);
        const auto place = Place::fromLink(link);
        QCOMPARE(place.has_value(), isGood);
        if (!place)
            QVERIFY2(place.error().detail.size() < 600 && !place.error().detail.contains(u'\n'),
                     qPrintable(place.error().detail));
    }
};

int main(int argc, char **argv)
{
    if (argc > 1 && qstrcmp(argv[1], "--start") == 0)
        return start(argc, argv);
    QCoreApplication application(argc, argv);
    SingleInstanceTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "singleinstance_test.moc"
