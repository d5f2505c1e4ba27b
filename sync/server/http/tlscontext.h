// Internal to sync/server/http: includes OpenSSL.
#pragma once

#include "model/core/result.h"

#include <boost/asio/ssl/context.hpp>

#include <QDateTime>

#include <memory>

namespace GenMirror
{

/// A server's certificate chain and private key, both PEM files. InvalidArgument with a sentence that names
/// the file that cannot be read, or says that the two do not belong together.
/// TLS 1.3, and of 1.2 the suites with forward secrecy and AEAD.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>>
makeTlsContext(const QString &certificateFile, const QString &keyFile);

/// Until when its certificate is good; not valid if that cannot be told.
[[nodiscard]] QDateTime expiryOf(boost::asio::ssl::context &context);

} // namespace GenMirror
