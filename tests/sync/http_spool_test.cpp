// What waits on the disk for a slow client: whole, also where its parts are written one at a time.
#include "sync/server/http/httpserver.h"
#include "sync/server/http/spool.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace GenMirror;

class HttpSpoolTest : public QObject
{
    Q_OBJECT

    static constexpr qsizetype Part = 300'000; ///< Bytes; no part of what is written at once.

    QTemporaryDir m_folder;

    std::shared_ptr<SpoolRoom> room(qint64 bytes) const
    {
        HttpLimits limits;
        limits.spoolFolder = m_folder.path();
        limits.spoolBytesInAll = limits.spoolShare = bytes;
        return std::make_shared<SpoolRoom>(limits);
    }
    static QByteArray partOf(int spool, int number) { return QByteArray(Part, char(spool * 7 + number)); }
    /// How many of its parts are what was written.
    static int rightParts(const SpoolFile &file, int spool, int parts)
    {
        int right = 0;
        for (int n = 0; n < parts; ++n)
            right += file.read(n * Part, Part) == partOf(spool, n) ? 1 : 0;
        return right;
    }

private Q_SLOTS:
    /// 240 MB in all, of several threads at once, and some of it read and forgotten meanwhile.
    void moreThanTheSystemIsLeftWithIsWhole()
    {
        constexpr int parts = 200;
        const auto spools = room(1'000'000'000);
        std::atomic<int> right = 0;
        {
            std::vector<std::jthread> threads;
            for (int spool = 0; spool < 4; ++spool)
                threads.emplace_back([&spools, &right, spool] {
                    const auto file = SpoolFile::make(spools, {});
                    for (int n = 0; file && n < parts; ++n) {
                        if (!file->write(n * Part, partOf(spool, n)))
                            return;
                    }
                    if (file)
                        right += rightParts(*file, spool, parts);
                });
        }
        QCOMPARE(right, 4 * parts);
        QCOMPARE(spools->used(), 0);
        spools->stop();
    }

    void whatWasTakenIsGivenBack()
    {
        constexpr int parts = 400;
        const auto spools = room(140'000'000); // an eighth is for small ones
        const auto file = SpoolFile::make(spools, {});
        QVERIFY(file);
        for (int n = 0; n < parts; ++n)
            QVERIFY(file->write(n * Part, partOf(0, n)));
        QVERIFY(!file->write(parts * Part, QByteArray(20'000'000, 'x'))); // no room
        QCOMPARE(spools->used(), parts * Part);
        file->forget(parts / 2 * Part);
        QCOMPARE(spools->used(), parts / 2 * Part);
        QVERIFY(file->write(parts * Part, partOf(0, parts)));
        QCOMPARE(file->read(parts * Part, Part), partOf(0, parts));
        QCOMPARE(file->read((parts - 1) * Part, Part), partOf(0, parts - 1));
        spools->stop();
    }
};

QTEST_GUILESS_MAIN(HttpSpoolTest)
#include "http_spool_test.moc"
