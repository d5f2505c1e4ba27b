#include "app/genmirror/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int Patience = 2000;               // milliseconds that a first window has to answer
constexpr qint64 LongestMessage = 64 * 1024; // bytes

} // namespace

SingleInstance::SingleInstance(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_name(u"genmirror-"_s +
             QString::fromLatin1(
                 QCryptographicHash::hash(QDir(folder).absolutePath().toUtf8(), QCryptographicHash::Sha256)
                     .toHex()
                     .first(24)))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::accept);
}

bool SingleInstance::isFirst(const QString &message)
{
    QLocalSocket first;
    first.connectToServer(m_name);
    if (first.waitForConnected(Patience)) {
        first.write(message.toUtf8() + '\n');
        if (first.waitForBytesWritten(Patience) && first.waitForReadyRead(Patience))
            return false;
        // It hangs: better a second window than none.
    }
    QLocalServer::removeServer(m_name); // of one that crashed
    m_server.listen(m_name);
    return true;
}

void SingleInstance::accept()
{
    while (QLocalSocket *other = m_server.nextPendingConnection()) {
        connect(other, &QLocalSocket::disconnected, other, &QObject::deleteLater);
        connect(other, &QLocalSocket::readyRead, this, [this, other] {
            if (!other->canReadLine()) {
                if (other->bytesAvailable() > LongestMessage)
                    other->abort();
                return;
            }
            const QString message = QString::fromUtf8(other->readLine(LongestMessage)).trimmed();
            other->write("ok\n");
            other->flush();
            Q_EMIT started(message);
        });
    }
}

} // namespace GenMirror
