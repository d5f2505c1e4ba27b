#include "app/genmirror/sampleserver.h"

#include "model/core/utf8.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr auto SampleSetKey = "releases/*=releaseCycle"_L1;

/// Batches a second.
QByteArray speedOf(SamplePace pace)
{
    switch (pace) {
    case SamplePace::Slow:
        return "0.2";
    case SamplePace::EachSecond:
        return "1";
    case SamplePace::Fast:
        break;
    }
    return "6";
}

/// Beside this program, else where programs are.
QString programNamed(const QString &name)
{
    const QString beside = QCoreApplication::applicationDirPath() + u'/' + name;
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(name);
}

QString sampleFile()
{
    const QString name = u"genmirror/samples/endoflife.ndjson.gz"_s;
    const QString beside = QCoreApplication::applicationDirPath() + "/../share/"_L1 + name;
    return QFileInfo::exists(beside) ? beside
                                     : QStandardPaths::locate(QStandardPaths::GenericDataLocation, name);
}

} // namespace

SampleServer::Trace SampleServer::bundled()
{
    return {.file = sampleFile(), .quickly = 5000};
}

SampleServer::SampleServer(Trace trace, QObject *parent)
    : QObject(parent)
    , m_trace(std::move(trace))
{
    prepareChild(m_server);
    prepareChild(m_control);
    connect(&m_server, &QProcess::readyReadStandardOutput, this, &SampleServer::readAddress);
    connect(&m_server, &QProcess::finished, this, [this] { fail(tr("The sample server ended.")); });
    connect(&m_server, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(tr("The sample server cannot be started: %1").arg(m_server.errorString()));
    });
}

SampleServer::~SampleServer()
{
    constexpr int enough = 3000; // milliseconds
    m_over = true;
    for (QProcess *process : {&m_control, &m_server}) {
        if (process->state() == QProcess::NotRunning)
            continue;
        process->terminate();
        if (!process->waitForFinished(enough))
            process->kill();
    }
}

/// It ends when we do, also when we are killed.
void SampleServer::prepareChild(QProcess &process)
{
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    process.setStandardErrorFile(QProcess::nullDevice());
}

void SampleServer::fail(const QString &problem)
{
    if (!std::exchange(m_over, true))
        Q_EMIT failed(problem);
}

void SampleServer::start(quint16 port)
{
    const QString program = programNamed(u"genmirrord"_s);
    if (program.isEmpty() || programNamed(u"genmirrorctl"_s).isEmpty() || m_trace.file.isEmpty())
        return fail(tr(
            "The sample needs genmirrord, genmirrorctl and the sample data, which are not installed here."));
    m_server.start(program, {u"--data"_s, m_data.path(), u"--listen"_s, u"127.0.0.1:%1"_s.arg(port),
                             u"--log-format"_s, u"text"_s});
}

void SampleServer::readAddress()
{
    if (!m_server.canReadLine() || m_url.isValid())
        return;
    m_url = QUrl(textOfUtf8(m_server.readLine()).trimmed().section(u' ', -1));
    makeTree();
}

void SampleServer::makeTree()
{
    control({u"create"_s, tree()}, &SampleServer::replayQuickly);
}

void SampleServer::replayQuickly()
{
    if (!std::exchange(m_isReady, true))
        Q_EMIT ready(m_url);
    control({u"replay"_s, tree(), m_trace.file, u"--set-key"_s, SampleSetKey, u"--count"_s,
             QString::number(m_trace.quickly)},
            &SampleServer::replaySlowly);
}

void SampleServer::replaySlowly()
{
    control({u"replay"_s, tree(), m_trace.file, u"--set-key"_s, SampleSetKey, u"--from"_s,
             QString::number(m_trace.quickly + 1), u"--speed"_s, u"-"_s},
            &SampleServer::beginAnew);
    m_isPaced = true;
    writePace();
}

void SampleServer::beginAnew()
{
    control({u"admin"_s, u"reset"_s, tree(), u"--drop-objects"_s, u"--yes"_s, u"--reason"_s,
             tr("The sample begins anew.")},
            &SampleServer::replayQuickly);
}

void SampleServer::setPace(SamplePace pace)
{
    m_pace = pace;
    if (m_isPaced)
        writePace();
}

/// What is written before the program runs waits for it.
void SampleServer::writePace()
{
    m_control.write(speedOf(m_pace) + '\n');
}

void SampleServer::control(const QStringList &arguments, Next next)
{
    m_control.disconnect(this);
    m_isPaced = false;
    connect(&m_control, &QProcess::finished, this, [this, next](int code) {
        if (code != 0)
            return fail(tr("The sample's history could not be replayed."));
        if (next)
            (this->*next)();
    });
    m_control.start(programNamed(u"genmirrorctl"_s),
                    QStringList{u"--server"_s, m_url.toString()} + arguments + QStringList{u"-q"_s});
}

} // namespace GenMirror
