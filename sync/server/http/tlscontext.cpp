#include "sync/server/http/tlscontext.h"

#include <QFile>

#include <ctime>

using namespace Qt::StringLiterals;
namespace ssl = boost::asio::ssl;

namespace GenMirror
{

namespace
{

/// Of TLS 1.2: keys of each connection's own (forward secrecy) and authenticated encryption (AEAD). All of
/// TLS 1.3 have both.
constexpr const char *Suites = "ECDHE+AESGCM:ECDHE+CHACHA20";

} // namespace

Result<std::shared_ptr<ssl::context>> makeTlsContext(const QString &certificateFile, const QString &keyFile)
{
    for (const QString &name : {certificateFile, keyFile}) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            return failure(Error::Kind::InvalidArgument,
                           u"The TLS file %1 cannot be read: %2."_s.arg(name, file.errorString()));
    }
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                         ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | SSL_OP_NO_RENEGOTIATION |
                         SSL_OP_NO_COMPRESSION);
    if (SSL_CTX_set_cipher_list(context->native_handle(), Suites) != 1)
        return failure(Error::Kind::InvalidArgument,
                       u"The TLS library of this machine has none of the cipher suites that are safe."_s);
    boost::system::error_code error;
    context->use_certificate_chain_file(certificateFile.toStdString(), error);
    if (error)
        return failure(Error::Kind::InvalidArgument,
                       u"%1 holds no certificate in PEM form: %2."_s.arg(
                           certificateFile, QString::fromStdString(error.message())));
    context->use_private_key_file(keyFile.toStdString(), ssl::context::pem, error);
    if (error)
        return failure(Error::Kind::InvalidArgument,
                       u"%1 holds no private key for the certificate in %2: %3."_s.arg(
                           keyFile, certificateFile, QString::fromStdString(error.message())));
    return context;
}

QDateTime expiryOf(ssl::context &context)
{
    const X509 *certificate = SSL_CTX_get0_certificate(context.native_handle());
    std::tm end{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
        return {};
    return QDateTime::fromSecsSinceEpoch(::timegm(&end), Qt::UTC);
}

} // namespace GenMirror
