#include "sync/client/servercredentials.h"

#include "model/core/sentences.h"
#include "sync/files/durablefiles.h"
#include "sync/files/privatefiles.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

bool staysOnThisMachine(const QUrl &url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

bool isClientId(const QByteArray &text)
{
    static const QRegularExpression id(u"^[0-9a-f]{32}$"_s);
    return id.match(QString::fromLatin1(text)).hasMatch();
}

Result<QByteArray> readAll(const QString &fileName, qint64 most)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The file %1 cannot be read: %2.").arg(fileName, file.errorString()));
    return file.read(most);
}

} // namespace

Result<void> ServerCredentials::apply(QNetworkRequest &request) const
{
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const QUrl url = request.url();
    if (!authority.isEmpty() && url.scheme() == "https"_L1) {
        QSslConfiguration configuration = request.sslConfiguration();
        configuration.addCaCertificates(QSslCertificate::fromData(authority, QSsl::Pem));
        request.setSslConfiguration(configuration);
    }
    if (token.isEmpty())
        return {};
    if (url.scheme() != "https"_L1 && !staysOnThisMachine(url))
        return failure(
            Error::Kind::InvalidArgument, ErrorCode::TokenNeedsTls,
            Sentences::tr("The token is not sent to %1: without https anybody on the way could read it. Use "
                          "https://%1.")
                .arg(url.host()));
    request.setRawHeader("Authorization", "Bearer " + token);
    return {};
}

Result<QByteArray> ServerCredentials::checkToken(const QString &text)
{
    static const QRegularExpression token(u"^(gmt_[0-9a-f]{12}_[A-Za-z0-9_-]{43})?$"_s);
    if (!token.match(text.trimmed()).hasMatch())
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("This is no token. One begins with gmt_ and has 60 characters."));
    return text.trimmed().toLatin1();
}

Result<QByteArray> ServerCredentials::readAuthority(const QString &fileName)
{
    constexpr qint64 most = 4 * 1024 * 1024;
    auto pem = readAll(fileName, most);
    if (pem && QSslCertificate::fromData(*pem, QSsl::Pem).isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("%1 holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).")
                           .arg(fileName));
    return pem;
}

Result<QByteArray> ServerCredentials::readToken(const QString &fileName)
{
    const auto text = readAll(fileName, 4096);
    if (!text)
        return failureOf(text);
    auto token = checkToken(QString::fromUtf8(text->split('\n').first()));
    if (!token || token->isEmpty())
        return failure(Error::Kind::InvalidArgument,
                       Sentences::tr("The first line of %1 is no token.").arg(fileName));
    return token;
}

QByteArray clientIdOf(const QString &directory)
{
    const QString fileName = directory + "/client-id"_L1;
    if (!makeFolder(directory)) // who opens the cache there is told
        return {};
    QFile made(fileName);
    // The first of several mirrors that start at a time makes it; all read it then.
    if (made.open(QIODevice::NewOnly | QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner)) {
        made.write(QUuid::createUuid().toByteArray(QUuid::Id128) + '\n');
        made.close();
    }
    if (const QString warning = warningOfReadable({fileName}); !warning.isEmpty())
        qWarning("%s", qUtf8Printable(warning));
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray id = file.readAll().trimmed();
    return isClientId(id) ? id : QByteArray();
}

} // namespace GenMirror
