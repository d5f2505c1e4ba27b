// TLS as the server speaks it: which of it, and what is said of a certificate that comes to its end.
#include "sync/server/http/certificatewatch.h"
#include "sync/server/http/httpserver.h"
#include "tests/support/admitall.h"
#include "tests/support/patience.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class HttpTlsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    std::unique_ptr<HttpServer> m_server;

    QString path(const QString &name) const { return m_directory.filePath(name); }
    static bool run(const QStringList &arguments)
    {
        QProcess process;
        process.start(u"openssl"_s, arguments);
        process.closeWriteChannel();
        return process.waitForFinished(20'000) && process.exitCode() == 0;
    }
    /// NAME.pem, of the one key; good for so many days, also fewer than none.
    bool makeCertificate(const QString &name, int days)
    {
        return run({u"x509"_s, u"-req"_s, u"-in"_s, path(u"request"_s), u"-signkey"_s, path(u"key"_s),
                    u"-days"_s, QString::number(days), u"-out"_s, path(name)});
    }
    bool shakesHands(const QStringList &arguments) const
    {
        return run(QStringList{u"s_client"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(m_server->port())} +
                   arguments);
    }

private Q_SLOTS:
    void initTestCase() // with an RSA key, which the suites without forward secrecy need
    {
        QVERIFY(run({u"req"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-keyout"_s, path(u"key"_s),
                     u"-out"_s, path(u"request"_s), u"-subj"_s, u"/CN=localhost"_s}));
        QVERIFY(makeCertificate(u"good"_s, 365));
        QVERIFY(makeCertificate(u"ending"_s, 20));
        QVERIFY(makeCertificate(u"expired"_s, -1));
        m_server = std::make_unique<HttpServer>(
            admitAll([](const HttpRequest &, const std::shared_ptr<HttpResponder> &responder) {
                responder->respond({.body = "hello"});
            }));
        QVERIFY(m_server->useTls(path(u"good"_s), path(u"key"_s)));
        QVERIFY(m_server->listen(u"127.0.0.1"_s, 0));
    }

    void onlyForwardSecrecyAndAuthenticatedEncryptionAreSpoken_data()
    {
        QTest::addColumn<QStringList>("offered");
        QTest::addColumn<bool>("taken");
        const auto suite = [](const char *name, bool taken) {
            QTest::newRow(name) << QStringList{u"-tls1_2"_s, u"-cipher"_s,
                                               QString::fromLatin1(name) + u"@SECLEVEL=0"_s}
                                << taken;
        };
        QTest::newRow("TLS 1.3") << QStringList{u"-tls1_3"_s} << true;
        QTest::newRow("TLS 1.2") << QStringList{u"-tls1_2"_s} << true;
        QTest::newRow("TLS 1.1") << QStringList{u"-tls1_1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s} << false;
        QTest::newRow("TLS 1.0") << QStringList{u"-tls1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s} << false;
        suite("ECDHE-RSA-AES128-GCM-SHA256:", true);
        suite("ECDHE-RSA-AES256-GCM-SHA384:", true);
        suite("ECDHE-RSA-CHACHA20-POLY1305:", true);
        suite("ECDHE-RSA-AES256-SHA384:", false); // CBC
        suite("ECDHE-RSA-AES128-SHA256:", false);
        suite("ECDHE-RSA-AES128-SHA:", false);
        suite("AES128-GCM-SHA256:", false); // the server's key opens all of it, also later
        suite("AES256-SHA:", false);
        suite("aNULL:", false); // proves nothing
    }
    void onlyForwardSecrecyAndAuthenticatedEncryptionAreSpoken()
    {
        QFETCH(const QStringList, offered);
        QFETCH(const bool, taken);
        QCOMPARE(shakesHands(offered), taken);
    }

    void aCertificateIsWarnedOfBeforeItsEnd_data()
    {
        QTest::addColumn<qint64>("seconds"); // until its end
        QTest::addColumn<QString>("word");   // empty: no warning
        constexpr qint64 day = 86'400;
        QTest::newRow("a year") << 365 * day << QString();
        QTest::newRow("more than 30 days") << 30 * day + 1 << QString();
        QTest::newRow("30 days") << 30 * day << u"in 30 days"_s;
        QTest::newRow("less than a day") << day - 1 << u"in 0 days"_s;
        QTest::newRow("a second") << qint64(1) << u"expires at"_s;
        QTest::newRow("now") << qint64(0) << u"has expired"_s;
        QTest::newRow("long ago") << -400 * day << u"has expired"_s;
    }
    void aCertificateIsWarnedOfBeforeItsEnd()
    {
        QFETCH(const qint64, seconds);
        QFETCH(const QString, word);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const QString warning = certificateWarning(now.addSecs(seconds), now);
        QCOMPARE(warning.isEmpty(), word.isEmpty());
        QVERIFY2(warning.contains(word), qPrintable(warning));
    }

    void theWarningComesAtOnceAndAgainAndAgain_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("word");
        QTest::newRow("ends soon") << u"ending"_s << u"in 19 days"_s;
        QTest::newRow("has expired") << u"expired"_s << u"has expired"_s;
    }
    void theWarningComesAtOnceAndAgainAndAgain()
    {
        QFETCH(const QString, certificate);
        QFETCH(const QString, word);
        QVERIFY(m_server->useTls(path(certificate), path(u"key"_s)));
        QStringList warnings;
        const CertificateWatch watch(
            *m_server, [&](const QString &warning) { warnings.append(warning); }, 10ms);
        QCOMPARE(warnings.size(), 1);
        QVERIFY2(warnings.first().contains(word), qPrintable(warnings.first()));
        QTRY_VERIFY(warnings.size() >= 3);
        QVERIFY(m_server->useTls(path(u"good"_s), path(u"key"_s))); // from here on there is nothing to say
        const qsizetype said = warnings.size();
        watch.look();
        QCOMPARE(warnings.size(), said);
    }

    void withoutTlsThereIsNothingToWarnOf()
    {
        const HttpServer plain(admitAll({}));
        QVERIFY(!plain.certificateExpires());
        const CertificateWatch watch(plain, [](const QString &) { QFAIL("warned of nothing"); });
        watch.look();
    }
};

QTEST_GUILESS_MAIN(HttpTlsTest)
#include "http_tls_test.moc"
