#include "sync/server/http/incoming.h"

using namespace Qt::StringLiterals;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace GenMirror
{

namespace
{

QByteArray bytesOf(boost::beast::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

} // namespace

Refusal refusalOf(const error_code &error, const HttpLimits &limits)
{
    if (error == http::error::header_limit)
        return {431, u"The request's header is longer than %1 bytes. Send fewer or shorter headers."_s.arg(
                         limits.headerBytes)};
    if (error == http::error::body_limit)
        return {413, u"The request's body is longer than %1 bytes. Split it into several requests."_s.arg(
                         limits.bodyBytes)};
    if (error == boost::beast::error::timeout)
        return {408, u"The request took too long to arrive. Send it again, faster."_s};
    if (error == http::error::bad_version)
        return {505, u"Only HTTP/1.0 and HTTP/1.1 are spoken here."_s};
    if (error.category() == http::make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message)
        return {400, u"The request is not valid HTTP: %1."_s.arg(QString::fromStdString(error.message()))};
    return {};
}

Refusal objection(const http::request<http::string_body> &request)
{
    if (request.version() == 11 && request.count(http::field::host) != 1)
        return {400, u"An HTTP/1.1 request has exactly one Host header."_s};
    const auto transferEncoding = request.equal_range(http::field::transfer_encoding);
    const auto encodings = std::distance(transferEncoding.first, transferEncoding.second);
    if (encodings > 1)
        return {400, u"The request has more than one Transfer-Encoding header."_s};
    if (encodings == 1 && !boost::beast::iequals(transferEncoding.first->value(), "chunked"))
        return {501, u"The only transfer coding understood here is chunked."_s};
    if (encodings == 1 && request.count(http::field::content_length) > 0)
        return {400, u"The request has both Content-Length and Transfer-Encoding."_s};
    const auto expect = request.find(http::field::expect);
    if (expect != request.end() && !boost::beast::iequals(expect->value(), "100-continue"))
        return {417, u"The only expectation understood here is 100-continue."_s};
    if (request.method() == http::verb::connect || request.method() == http::verb::trace ||
        request.method() == http::verb::unknown)
        return {501, u"The method %1 is not understood here."_s.arg(
                         QString::fromLatin1(bytesOf(request.method_string())))};
    if (!request.target().starts_with('/') && !request.target().starts_with("http://"))
        return {400, u"The request's target must be a path that begins with a slash."_s};
    return {};
}

HttpRequest requestOf(const http::request<http::string_body> &message)
{
    HttpRequest request;
    request.method = message.method() == http::verb::head ? "GET" : bytesOf(message.method_string());
    QByteArray target = bytesOf(message.target());
    if (!target.startsWith('/')) { // absolute form: scheme and host are not our business
        const qsizetype slash = target.indexOf('/', qstrlen("http://"));
        target = slash < 0 ? "/" : target.mid(slash);
    }
    const qsizetype question = target.indexOf('?');
    request.path = question < 0 ? target : target.left(question);
    request.query = question < 0 ? QByteArray() : target.mid(question + 1);
    for (const auto &field : message)
        request.headers.append({bytesOf(field.name_string()), bytesOf(field.value()).trimmed()});
    request.body = QByteArray(message.body().data(), qsizetype(message.body().size()));
    return request;
}

bool acceptsGzip(const HttpRequest &request)
{
    for (const QByteArray &coding : request.header("Accept-Encoding").toLower().split(',')) {
        const QByteArray name = coding.split(';').first().trimmed();
        if (name == "gzip" || name == "*")
            return !coding.contains("q=0") || coding.contains("q=0.");
    }
    return false;
}

} // namespace GenMirror
