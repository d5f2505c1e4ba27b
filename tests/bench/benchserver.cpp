#include "tests/bench/benchserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <atomic>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace GenMirror::Bench
{

QByteArray objectText(qint64 id, qint64 version)
{
    const QByteArray number = QByteArray::number(id);
    return QByteArray("{\"id\":" + number + ",\"name\":\"object " +
                      QByteArray::number((id * 7919) % 1'000'003) + "\",\"group\":\"g" +
                      QByteArray::number(id % 97) +
                      "\",\"value\":" + QByteArray::number((id * 104'729) % 999'983) +
                      ",\"version\":" + QByteArray::number(version) +
                      ",\"note\":\"some words that make an object about as long as usual, no more\"}");
}

bool waitFor(const std::function<bool()> &condition, int milliseconds)
{
    // Neither spinning, which takes a core from what is measured, nor sleeping, as QTest::qWaitFor() does.
    QTimer over;
    over.setSingleShot(true);
    over.start(milliseconds);
    QTimer look; // for conditions that no event brings about
    look.start(100);
    while (!condition()) {
        if (!over.isActive())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

BenchServer::BenchServer(const QString &program)
    : m_program(program)
    , m_process(program)
{
}

bool BenchServer::start()
{
    return m_process.start(path(u"data"_s)) && connect()->request("PUT", "/v1/trees/main") == 201;
}

double BenchServer::restart()
{
    return m_process.stop() ? startTimed() : -1;
}

double BenchServer::restartSecured()
{
    const QString key = path(u"server.key"_s);
    const QString certificate = path(u"server.pem"_s);
    QProcess made;
    made.start(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                              u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-keyout"_s, key, u"-out"_s,
                              certificate, u"-subj"_s, u"/CN=localhost"_s, u"-days"_s, u"90"_s});
    if (!made.waitForFinished() || made.exitCode() != 0 || !m_process.stop())
        return -1;
    QProcess init;
    init.start(m_program, {u"init"_s, u"--data"_s, path(u"data"_s)});
    if (!init.waitForFinished() || init.exitCode() != 0)
        return -1;
    for (const QByteArray &word : init.readAllStandardOutput().simplified().split(' ')) {
        if (word.startsWith("gmt_"))
            m_security = {.token = word, .tls = true};
    }
    m_options = {u"--tls-certificate"_s, certificate, u"--tls-key"_s, key};
    return startTimed();
}

double BenchServer::startTimed()
{
    QElapsedTimer clock;
    clock.start();
    if (!m_process.start(path(u"data"_s), m_options) || connect()->request("GET", "/healthz") != 200)
        return -1;
    return double(clock.nsecsElapsed()) / 1e6;
}

bool BenchServer::fill(qint64 count)
{
    while (m_filled < count) {
        QList<qint64> ids;
        for (; m_filled < count && ids.size() < Portion; ++m_filled)
            ids.append(m_filled);
        if (!put(ids, 0))
            return false;
    }
    return true;
}

bool BenchServer::put(const QList<qint64> &ids, qint64 version)
{
    const auto editor = connect();
    for (qsizetype from = 0; from < ids.size(); from += Portion) {
        QByteArray body = "{\"operations\":[";
        for (const qint64 id : ids.mid(from, Portion))
            body += (body.endsWith('[') ? "{\"op\":\"add\",\"object\":" : ",{\"op\":\"add\",\"object\":") +
                    objectText(id, version) + '}';
        if (editor->request("POST", "/v1/trees/main/batch", body + "]}") != 200)
            return false;
    }
    return true;
}

double askTogether(const BenchServer &server, int connections, qint64 count,
                   const std::function<bool(RawClient &client, qint64 number)> &ask)
{
    std::atomic<bool> ok = true;
    QElapsedTimer clock;
    clock.start();
    {
        std::vector<std::jthread> threads;
        for (int first = 0; first < connections; ++first)
            threads.emplace_back([&, first] {
                const auto client = server.connect();
                for (qint64 number = first; number < count; number += connections) {
                    if (!ask(*client, number))
                        ok = false;
                }
            });
    } // all have ended
    return ok ? double(clock.nsecsElapsed()) / 1e6 : -1;
}

} // namespace GenMirror::Bench
