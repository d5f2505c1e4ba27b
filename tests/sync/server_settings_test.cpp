// genmirrord's settings: where they stand, which comes first, and that docs/genmirrord.md knows them all.
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class ServerSettingsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

    struct Said {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };
    static Said run(const QStringList &arguments, const QStringList &environment = {})
    {
        QProcess process;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        for (const QString &variable : environment)
            variables.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
        process.setProcessEnvironment(variables);
        process.start(QStringLiteral(GENMIRRORD), arguments);
        if (!process.waitForFinished())
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    QString file(const QByteArray &text) const
    {
        QFile file(m_directory.filePath(u"settings"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return file.fileName();
    }

private Q_SLOTS:
    void theCommandLineComesFirstThenTheEnvironmentThenTheFile()
    {
        const QString config = file("# ours\n\nmax-body = 3\n history-days=7 \nlog-level = debug\n");
        const Said said = run({u"--print-config"_s, u"--config"_s, config, u"--max-body"_s, u"5"_s},
                              {u"GENMIRRORD_MAX_BODY=4"_s, u"GENMIRRORD_HISTORY_DAYS=8"_s});
        QCOMPARE(said.code, 0);
        for (const char *line :
             {"\nmax-body = 5\n", "\nhistory-days = 8\n", "\nlog-level = debug\n", "\nlog-format = text\n"})
            QVERIFY2(said.out.contains(line), line);
        const Said again =
            run({u"--print-config"_s, u"--config"_s, file(said.out)}); // it is such a file itself
        QCOMPARE(again.out, said.out);
        QCOMPARE(run({u"--print-config"_s}, {u"GENMIRRORD_CONFIG="_s + file("max-body = 9\n")})
                     .out.count("max-body = 9"),
                 1);
    }

    void aSettingThatRepeatsIsAListWhereverItStands()
    {
        const QByteArray both = "\nallow-origin = https://a.example http://localhost:3000\n";
        const QString config =
            file("allow-origin = https://a.example\nallow-origin = http://localhost:3000\n");
        QVERIFY(run({u"--print-config"_s, u"--config"_s, config}).out.contains(both));
        QVERIFY(run({u"--print-config"_s, u"--allow-origin"_s, u"https://a.example"_s, u"--allow-origin"_s,
                     u"http://localhost:3000"_s})
                    .out.contains(both));
        QVERIFY(
            run({u"--print-config"_s}, {u"GENMIRRORD_ALLOW_ORIGIN=https://a.example http://localhost:3000"_s})
                .out.contains(both));
        const Said said = run({u"--print-config"_s, u"--config"_s, config, u"--allow-origin"_s,
                               u"https://b.example"_s}); // in place of the file's, as with all settings
        QVERIFY2(said.out.contains("\nallow-origin = https://b.example\n"), said.out.constData());
        QCOMPARE(run({u"--print-config"_s, u"--config"_s, file(said.out)}).out, said.out);
    }

    void aDataDirectoryHasAName()
    {
        for (const QStringList &command : {QStringList(), QStringList{u"init"_s}, QStringList{u"adopt"_s}}) {
            const Said said = run(command + QStringList{u"--data"_s, QString()});
            QCOMPARE(said.code, 2);
            QVERIFY2(said.err.contains("data"), said.err.constData());
        }
    }

    void nothingIsAdoptedWhereThereIsNothing()
    {
        const QString misspelt = m_directory.filePath(u"misspelt"_s);
        const Said said = run({u"adopt"_s, u"--data"_s, misspelt});
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("no data directory"), said.err.constData());
        QVERIFY(!QFile::exists(misspelt));
        QTemporaryDir empty;
        QCOMPARE(run({u"adopt"_s, u"--data"_s, empty.path()}).code, 1);
    }

    void theDocumentListsAllWithTheirDefaults()
    {
        QFile document(QStringLiteral(SETTINGS_DOCUMENT));
        QVERIFY(document.open(QIODevice::ReadOnly));
        QMap<QString, QString> documented;
        static const QRegularExpression code(u"`([^`]*)`"_s);
        for (const QByteArray &line : document.readAll().split('\n')) {
            const QList<QByteArray> cells = line.split('|');
            if (cells.size() < 5 || !cells[1].trimmed().startsWith('`'))
                continue;
            QStringList names;
            QStringList values;
            for (auto match = code.globalMatch(QString::fromUtf8(cells[1])); match.hasNext();)
                names.append(match.next().captured(1));
            for (auto match = code.globalMatch(QString::fromUtf8(cells[2])); match.hasNext();)
                values.append(match.next().captured(1));
            for (int i = 0; i < names.size(); ++i)
                documented.insert(names[i], values.value(i));
        }
        const Said said = run({u"--print-config"_s});
        static const QRegularExpression setting(u"^([a-z-]+) = (.*)$"_s, QRegularExpression::MultilineOption);
        int count = 0;
        for (auto match = setting.globalMatch(QString::fromUtf8(said.out)); match.hasNext(); ++count) {
            const auto found = match.next();
            QVERIFY2(documented.contains(found.captured(1)), qPrintable(found.captured(1)));
            if (found.captured(1) != "data"_L1) // below the home of whoever asks
                QCOMPARE(documented.value(found.captured(1)), found.captured(2));
        }
        QCOMPARE(count, documented.size());
        QVERIFY(count >= 18);
    }

    void aWrongSettingIsToldWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("word");
        QTest::newRow("no such setting") << "max-bodies = 3\n"_ba << u"line 1"_s;
        QTest::newRow("no value") << "\nmax-body\n"_ba << u"line 2"_s;
        QTest::newRow("not a number") << "max-body = many\n"_ba << u"many"_s;
        QTest::newRow("too large") << "max-body = 99999999999999999999\n"_ba << u"1 to 1024"_s;
        QTest::newRow("a body past a share") << "max-body = 81\n"_ba << u"max-memory-per-client"_s;
        QTest::newRow("a share past all") << "max-memory-per-client = 225\n"_ba << u"max-memory, "_s;
        QTest::newRow("an origin with a path") << "allow-origin = https://a.example/b\n"_ba << u"no path"_s;
        QTest::newRow("any origin") << "allow-origin = *\n"_ba << u"line 1"_s;
        QTest::newRow("a bad one of two")
            << "allow-origin = https://a.example\nallow-origin = a.example\n"_ba << u"allow-origin"_s;
        QTest::newRow("too many origins")
            << "allow-origin = https://a.example\n"_ba.repeated(101) << u"up to 100"_s;
        QTest::newRow("half of TLS") << "tls-key = /x\n"_ba << u"tls-certificate"_s;
        QTest::newRow("bytes") << QByteArray(1000, '\xff') << u"line 1"_s;
    }
    void aWrongSettingIsToldWithItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, word);
        const Said said = run({u"--config"_s, file(text)});
        QCOMPARE(said.code, 2);
        QVERIFY2(said.err.contains(word.toUtf8()), said.err.constData());
        QCOMPARE(said.err.count('\n'), 1);
    }

    void aFileThatIsNotThereIsSaid()
    {
        QVERIFY(run({u"--config"_s, u"/no/such/file"_s}).err.contains("/no/such/file"));
        const Said variable = run({}, {u"GENMIRRORD_LISTEN=nowhere"_s});
        QVERIFY(variable.code == 2 && variable.err.contains("GENMIRRORD_LISTEN"));
    }
};

QTEST_GUILESS_MAIN(ServerSettingsTest)
#include "server_settings_test.moc"
