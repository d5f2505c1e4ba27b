// Internal to sync/server/http: includes OpenSSL.
#pragma once

#include "model/core/result.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace GenMirror
{

/// A server's certificate chain and private key, both PEM files. InvalidArgument with a sentence that names
/// the file that cannot be read, or says that the two do not belong together.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>>
makeTlsContext(const QString &certificateFile, const QString &keyFile);

} // namespace GenMirror
