#include "sync/server/http/tlscontext.h"

#include <QFile>

using namespace Qt::StringLiterals;
namespace ssl = boost::asio::ssl;

namespace GenMirror
{

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

} // namespace GenMirror
