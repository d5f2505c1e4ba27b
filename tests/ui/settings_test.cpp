// The application's settings: what cannot be read is kept, what cannot be written is told.
#include "app/genmirror/mirrorlist.h"
#include "app/genmirror/noticerules.h"
#include "app/genmirror/profile.h"
#include "app/genmirror/settingsfile.h"

#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

/// While it lives, no file of this process can grow past a number of bytes: a disk without room.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        m_isFull = getrlimit(RLIMIT_FSIZE, &m_before) == 0 && limit(bytes);
    }
    ~FullDisk()
    {
        if (!limit(m_before.rlim_cur))
            qFatal("The limit on files cannot be taken back.");
    }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;
    [[nodiscard]] bool isFull() const { return m_isFull; }

private:
    [[nodiscard]] bool limit(rlim_t bytes) const
    {
        const rlimit limits{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        return setrlimit(RLIMIT_FSIZE, &limits) == 0;
    }
    rlimit m_before{};
    bool m_isFull = false;
};

/// While it lives, this process is nobody, whom the rights of files concern, and a folder is nobody's.
class Nobody
{
public:
    explicit Nobody(const QString &folder)
        : m_is(::geteuid() != 0 ||
               (::chown(qPrintable(folder), Id, Id) == 0 && ::setegid(Id) == 0 && ::seteuid(Id) == 0))
        , m_wasRoot(::getuid() == 0)
    {
    }
    ~Nobody()
    {
        if (m_wasRoot && (::seteuid(0) != 0 || ::setegid(0) != 0))
            qFatal("The rights of root cannot be taken back.");
    }
    Nobody(const Nobody &) = delete;
    Nobody &operator=(const Nobody &) = delete;
    [[nodiscard]] bool is() const { return m_is; }

private:
    static constexpr uid_t Id = 65534;
    bool m_is;
    bool m_wasRoot;
};

MirrorConfig mirror(const QString &tree)
{
    return {.server = QUrl(u"http://127.0.0.1:9"_s), .tree = tree};
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

} // namespace

class SettingsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;

    void write(const QByteArray &text)
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    /// The window, until it was drawn once.
    [[nodiscard]] bool runs(const QStringList &arguments) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, m_directory->path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_directory->path());
        QProcess window;
        window.setProcessEnvironment(environment);
        window.setProcessChannelMode(QProcess::ForwardedChannels);
        window.start(QCoreApplication::applicationDirPath() + u"/genmirror"_s,
                     arguments + QStringList{u"--cache"_s, m_directory->filePath(u"cache"_s),
                                             u"--screenshot"_s, m_directory->filePath(u"shot.png"_s),
                                             u"--after"_s, u"0"_s});
        return window.waitForFinished(60'000) && window.exitCode() == 0;
    }

private Q_SLOTS:
    void initTestCase() { QCoreApplication::setApplicationName(u"genmirror"_s); } // as the program is called
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory->path());
        QCoreApplication::setOrganizationName(u"GenMirror"_s); // as openSettings() does
        m_file = m_directory->filePath(u"GenMirror/genmirror.conf"_s);
    }

    void whatIsKeptIsInTheFileAtOnce()
    {
        QVERIFY(openSettings());
        QVERIFY(writeMirrorList({mirror(u"a"_s), mirror(u"b"_s)}));
        QVERIFY(contentsOf(m_file).contains("tree=b"));
    }

    void theShapeOfAClassicServerIsKept()
    {
        MirrorConfig kept = mirror(u"a"_s);
        kept.classic =
            ClassicSource{.urlTemplate = u"http://127.0.0.1:9/{generation}"_s,
                          .shape = {.key = SetKey::ofValue(),
                                    .sets = {SetPattern::fromText(u"tags=."_s).value(),
                                             SetPattern::fromText(u"releases/*=cycle"_s).value()}}};
        QVERIFY(writeMirrorList({kept}));
        const QList<MirrorConfig> read = readMirrorList();
        QVERIFY(read.size() == 1 && read.first().classic);
        const ClassicShape &shape = read.first().classic->shape;
        QCOMPARE(shape.key, SetKey::ofValue());
        QCOMPARE(shape.sets.size(), 2);
        QCOMPARE(shape.sets[0].key, SetKey::ofValue());
        QCOMPARE(shape.sets[1].toText(), u"releases/*=cycle"_s);
    }

    void aFullDiskIsToldByEverythingThatKeeps()
    {
        const QUrl server(u"http://127.0.0.1:9"_s);
        const QList<std::pair<const char *, std::function<Result<void>()>>> keepers{
            {"mirrors", [] { return writeMirrorList({mirror(u"c"_s)}); }},
            {"profile", [] { return keepProfile({.server = u"x"_s, .name = u"n"_s}); }},
            {"rules", [] { return writeNoticeRules({{.mirror = u"m"_s, .set = SetPath()}}); }},
            {"token", [&] { return keepHasToken(server, true); }}};
        QVERIFY(writeMirrorList({mirror(u"a"_s), mirror(u"b"_s)}));
        const QByteArray before = contentsOf(m_file);
        for (const auto &[name, keep] : keepers) {
            {
                const FullDisk disk(8);
                QVERIFY(disk.isFull());
                const auto kept = keep();
                QVERIFY2(!kept, name);
                QVERIFY(kept.error().detail.contains(m_file));
                QCOMPARE(contentsOf(m_file), before); // what was there still is
            }
        }
        QVERIFY(saveSettings()); // with room again, nothing that was chosen is lost
        QCOMPARE(readMirrorList().size(), 1);
        QVERIFY(contentsOf(m_file).contains("tree=c"));
        QVERIFY(hasKeptToken(server));
    }

    void aPlaceThatCannotBeMadeIsTold()
    {
        QFile file(QFileInfo(m_file).path()); // where a folder has to be
        QVERIFY(QDir().mkpath(m_directory->path()) && file.open(QIODevice::WriteOnly));
        const auto kept = writeMirrorList({mirror(u"a"_s)});
        QVERIFY(!kept);
        QCOMPARE(kept.error().kind, Error::Kind::Storage);
    }

    void whatIsDamagedIsKeptBesideWhatCanBeRead_data()
    {
        QTest::addColumn<QByteArray>("broken");
        const QByteArray start = "[mirrors]\n1\\server=http://127.0.0.1:9\n1\\tree=main\n";
        QTest::newRow("no section") << start + "size=1\n[unfinished\n";
        QTest::newRow("in a section") << start + "2\\server http://127.0.0.1:9\n2\\tree=two\nsize=2\n";
        QTest::newRow("nothing but zeros") << QByteArray(200, '\0');
    }
    void whatIsDamagedIsKeptBesideWhatCanBeRead()
    {
        QFETCH(const QByteArray, broken);
        write(broken);
        const auto opened = openSettings();
        QVERIFY(!opened);
        QVERIFY(opened.error().detail.contains(m_file + u".unreadable"_s));
        QCOMPARE(contentsOf(m_file + u".unreadable"_s), broken);
        QCOMPARE(readMirrorList().size(), broken.contains("[mirrors]") ? 1 : 0); // none is made up
        QVERIFY(openSettings());                                                 // it was written anew
        QVERIFY(!QFile::exists(m_file + u".unreadable-2"_s));
    }

    void anotherFileThatIsDamagedIsNoneOfOurs()
    {
        QVERIFY(writeMirrorList({mirror(u"a"_s)}));
        QFile file(m_directory->filePath(u"GenMirror.conf"_s)); // which QSettings looks at, too
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("[[[") > 0 && file.flush());
        QVERIFY(openSettings());
        QVERIFY(writeMirrorList({}));
    }

    void aFileThatCannotBeOpenedIsSetAside()
    {
        QVERIFY(QDir().mkpath(m_file)); // a folder in its place: nobody can read it, root neither
        QVERIFY(!openSettings());
        QVERIFY(QFileInfo(m_file + u".unreadable"_s).isDir());
        QVERIFY(writeMirrorList({mirror(u"a"_s)}));
        QVERIFY(openSettings());
    }

    void whatCanBeNeitherReadNorKeptIsNotWrittenTo()
    {
        const Nobody nobody(m_directory->path());
        QVERIFY(nobody.is());
        QVERIFY(writeMirrorList({mirror(u"a"_s), mirror(u"b"_s)}));
        const QByteArray before = contentsOf(m_file);
        QFile folder(QFileInfo(m_file).path());
        for (const auto rights : {QFile::Permissions(), QFile::ReadOwner | QFile::ExeOwner}) {
            QVERIFY(QFile::setPermissions(m_file, {}));
            QVERIFY(folder.setPermissions(rights));
            const auto opened = openSettings();
            QVERIFY(folder.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
            QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner | QFile::WriteOwner));
            QVERIFY(!opened);
            QVERIFY(opened.error().detail.contains(m_file));
            QVERIFY(writeMirrorList({mirror(u"c"_s)}));
            QCOMPARE(contentsOf(m_file), before);
            QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory->path());
        }
    }

    void whatIsAtTheOldPlaceIsTaken_data()
    {
        QTest::addColumn<bool>("isLink");
        QTest::newRow("a file") << false;
        QTest::newRow("a link") << true;
    }
    void whatIsAtTheOldPlaceIsTaken()
    {
        QFETCH(const bool, isLink);
        QVERIFY(writeMirrorList({mirror(u"old"_s)}));
        const QString old = m_directory->filePath(u"Unknown Organization"_s);
        QVERIFY(QDir().mkpath(old));
        QVERIFY(QFile::rename(m_file, old + (isLink ? u"/real.conf"_s : u"/genmirror.conf"_s)));
        if (isLink)
            QVERIFY(QFile::link(u"real.conf"_s, old + u"/genmirror.conf"_s));
        QVERIFY(openSettings());
        QVERIFY(contentsOf(m_file).contains("tree=old"));
        QVERIFY(!QFileInfo(m_file).isSymLink());
        QCOMPARE(readMirrorList().size(), 1);
    }

    void anOldPlaceThatCannotBeReadIsTriedAgain()
    {
        const QString old = m_directory->filePath(u"Unknown Organization/genmirror.conf"_s);
        QVERIFY(QDir().mkpath(old)); // a folder
        const auto opened = openSettings();
        QVERIFY(!opened && opened.error().detail.contains(old));
        QVERIFY(writeMirrorList({mirror(u"a"_s)}));
        QVERIFY(!QFile::exists(m_file));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory->path());
    }

    // The real program:

    void aStartWithAServerKeepsTheOtherMirrors()
    {
        for (const QString &tree : {u"one"_s, u"two"_s})
            QVERIFY(runs({u"--server"_s, u"http://127.0.0.1:9"_s, u"--tree"_s, tree}));
        const QList<MirrorConfig> mirrors = readMirrorList();
        QCOMPARE(mirrors.size(), 2);
        QCOMPARE(mirrors.first().tree, u"one"_s);
    }

    void aStartKeepsWhatItCannotRead()
    {
        const QByteArray broken = "[mirrors]\nthis is no setting\n[unfinished\nsize=1\n";
        write(broken);
        QVERIFY(runs({}));
        QCOMPARE(contentsOf(m_file + u".unreadable"_s), broken);
        QVERIFY(contentsOf(m_file) != broken);
    }
};

QTEST_MAIN(SettingsTest)
#include "settings_test.moc"
