#include "app/genmirror/singleinstance.h"

#include "app/genmirror/runtimeplace.h"
#include "model/core/utf8.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 LongestMessage = 64 * 1024; // bytes
constexpr int LongestWait = 5000;            // milliseconds until a connection has to be done
constexpr int MostConnections = 16;          // at a time
constexpr unsigned long Pause = 20;          // milliseconds between two looks at the lock
constexpr qint64 LongestStart = 30'000;      // milliseconds that a first may take to make its window
const QByteArray Taken = "ok\n"_ba;

QString nameFor(const QString &folder)
{
    const QByteArray path = QDir(folder).absolutePath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().first(24);
    return u"genmirror-"_s + QString::fromLatin1(hash);
}

int left(const QDeadlineTimer &deadline)
{
    return std::max(1, int(deadline.remainingTime()));
}

} // namespace

/// Takes connections, on a thread of its own.
class SingleInstance::Listener : public QObject
{
public:
    /// A message came; `answer` is to be called once it is taken, on any thread.
    using Told = std::function<void(const QString &message, const std::function<void()> &answer)>;

    explicit Listener(Told told)
        : m_told(std::move(told))
        , m_server(this)
    {
        m_server.setSocketOptions(QLocalServer::UserAccessOption);
        m_server.setMaxPendingConnections(MostConnections);
        connect(&m_server, &QLocalServer::newConnection, this, &Listener::accept);
    }

    [[nodiscard]] bool listen(const QString &socket) { return m_server.listen(socket); }
    [[nodiscard]] QString problem() const { return m_server.errorString(); }

private:
    void accept()
    {
        while (QLocalSocket *other = m_server.nextPendingConnection()) {
            connect(other, &QLocalSocket::disconnected, other, &QObject::deleteLater);
            other->setReadBufferSize(LongestMessage);
            if (m_server.findChildren<QLocalSocket *>().size() > MostConnections ||
                !isPeerOurs(other->socketDescriptor())) {
                other->abort();
                other->deleteLater();
                continue;
            }
            QTimer::singleShot(LongestWait, other, &QLocalSocket::abort);
            connect(other, &QLocalSocket::readyRead, this, [this, other] { read(other); });
            read(other); // it may be there already
        }
    }

    void read(QLocalSocket *other)
    {
        if (!other->canReadLine()) {
            if (other->bytesAvailable() >= LongestMessage)
                other->abort();
            return;
        }
        const QString message = textOfUtf8(other->readLine(LongestMessage)).trimmed();
        other->disconnect(this); // one is enough
        m_told(message, [this, other = QPointer(other)] {
            QMetaObject::invokeMethod(this, [other] {
                if (other) {
                    other->write(Taken);
                    other->flush();
                }
            });
        });
    }

    Told m_told;
    QLocalServer m_server;
};

SingleInstance::SingleInstance(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
{
}

/// The socket goes before the lock: whoever has the lock next may make its own.
SingleInstance::~SingleInstance()
{
    m_thread.quit();
    m_thread.wait();
}

bool SingleInstance::isFirst(const QString &message)
{
    const QString name = nameFor(m_folder);
    const QString socketName = name + ".socket"_L1;
    const auto place = runtimeFolder(m_folder, socketName.size());
    if (!place) {
        qWarning("Whether GenMirror runs already cannot be known: %s", qUtf8Printable(place.error().detail));
        return true;
    }
    const QString socket = *place + u'/' + socketName;
    const QDeadlineTimer deadline(Patience);
    for (;;) {
        auto lock = FileLock::take(*place + u'/' + name + ".lock"_L1);
        if (lock) {
            m_lock = *std::move(lock);
            listen(socket);
            return true;
        }
        if (lock.error().kind != Error::Kind::Conflict) {
            qWarning("Whether GenMirror runs already cannot be known: %s",
                     qUtf8Printable(lock.error().detail));
            return true;
        }
        // The first may be about to listen, or about to end.
        const Handover handover = handOver(socket, message, deadline);
        if (handover != Handover::NotYet)
            return handover == Handover::Foreign;
        if (deadline.hasExpired())
            return true; // it hangs: better a second window than none
        QThread::msleep(Pause);
    }
}

SingleInstance::Handover SingleInstance::handOver(const QString &socket, const QString &message,
                                                  const QDeadlineTimer &deadline)
{
    QLocalSocket first;
    first.connectToServer(socket);
    if (!first.waitForConnected(left(deadline)))
        return Handover::NotYet;
    if (!isPeerOurs(first.socketDescriptor())) {
        qWarning("%s belongs to another user, who is told nothing.", qUtf8Printable(socket));
        return Handover::Foreign;
    }
    first.write(message.toUtf8() + '\n');
    while (!first.canReadLine()) {
        const bool goesOn = first.bytesToWrite() > 0 ? first.waitForBytesWritten(left(deadline))
                                                     : first.waitForReadyRead(left(deadline));
        if (!goesOn || deadline.hasExpired() || first.bytesAvailable() > LongestMessage)
            break;
    }
    return first.readLine(LongestMessage) == Taken ? Handover::Done : Handover::NotYet;
}

void SingleInstance::listen(const QString &socket)
{
    m_sinceFirst.start();
    QMetaObject::invokeMethod(
        this, [this] { m_isUp = true; }, Qt::QueuedConnection);
    if (!removeOwnSocket(socket)) {
        qWarning("%s is in the way: other starts will not find this window. Remove it.",
                 qUtf8Printable(socket));
        return;
    }
    auto *listener = new Listener(
        [this](const QString &message, const std::function<void()> &answer) { take(message, answer); });
    listener->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, listener, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(
        listener,
        [listener, &socket] {
            if (!listener->listen(socket))
                qWarning("Other starts will not find this window: %s", qUtf8Printable(listener->problem()));
        },
        Qt::BlockingQueuedConnection);
}

/// On the listener's thread. A window that is still being made takes its messages later, but answers now; one
/// that hangs does not answer.
void SingleInstance::take(const QString &message, const std::function<void()> &answer)
{
    const bool isBeingMade = !m_isUp && m_sinceFirst.elapsed() < LongestStart;
    if (isBeingMade)
        answer();
    QMetaObject::invokeMethod(this, [this, message, answer, isBeingMade] {
        if (!isBeingMade)
            answer();
        Q_EMIT started(message);
    });
}

} // namespace GenMirror
