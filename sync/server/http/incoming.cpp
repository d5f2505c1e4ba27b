#include "sync/server/http/incoming.h"

#include <algorithm>

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

/// Where the path begins in a target of absolute form, such as proxies get; -1: it is none.
qsizetype pathOf(const QByteArray &target)
{
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (target.startsWith(scheme)) {
            const qsizetype slash = target.indexOf('/', scheme.size());
            return slash < 0 ? target.size() : slash;
        }
    }
    return -1;
}

/// Host and port of a target of absolute form; null: it is none.
QByteArray authorityOf(const QByteArray &target)
{
    const qsizetype path = pathOf(target);
    const qsizetype begin = target.indexOf("://") + 3;
    return path < 0 ? QByteArray() : target.mid(begin, path - begin);
}

/// The value of q in "gzip;q=0.5"; 1 where it is left out, 0 where it makes no sense.
double qualityOf(const QByteArray &coding)
{
    const QByteArrayList parameters = coding.split(';');
    for (qsizetype i = 1; i < parameters.size(); ++i) {
        const QByteArray parameter = parameters[i].trimmed();
        if (parameter.startsWith("q=")) {
            bool ok = false;
            const double quality = parameter.mid(2).toDouble(&ok);
            return ok ? quality : 0;
        }
    }
    return 1;
}

} // namespace

Refusal refusalOf(const error_code &error, const HttpLimits &limits)
{
    if (error == http::error::header_limit)
        return {431, u"The request's header is longer than %1 bytes. Send fewer or shorter headers."_s.arg(
                         limits.headerBytes)};
    if (error == http::error::bad_version)
        return {505, u"Only HTTP/1.0 and HTTP/1.1 are spoken here."_s};
    return {400, u"The request is not valid HTTP: %1."_s.arg(QString::fromStdString(error.message()))};
}

Refusal tooLate()
{
    return {408, u"The request took too long to arrive. Send it again, faster."_s};
}

Refusal tooLong(qint64 bytes)
{
    return {413, u"The request's body is longer than %1 bytes. Split it into several requests."_s.arg(bytes)};
}

Refusal noRoom()
{
    return {
        503,
        u"The server has no memory left for this request, or you have your share of it in requests that are "
        "under way. Try again in a while."_s,
        {{"Retry-After", "5"}}};
}

Refusal objection(const RequestHeader &request)
{
    if (request.version() == 11 && request.count(http::field::host) != 1)
        return {400, u"An HTTP/1.1 request has exactly one Host header."_s};
    // Two programs on the way may take different ones for the one that counts.
    for (const http::field field : {http::field::host, http::field::authorization, http::field::origin,
                                    http::field::content_type, http::field::content_length}) {
        if (request.count(field) > 1)
            return {400, u"The request has more than one %1 header."_s.arg(
                             QString::fromLatin1(bytesOf(http::to_string(field))))};
    }
    const auto length = bytesOf(request[http::field::content_length]);
    if (!std::all_of(length.cbegin(), length.cend(), [](char c) { return c >= '0' && c <= '9'; }))
        return {400, u"A Content-Length is one number, of digits alone."_s}; // Beast takes "17, 17" as well
    const auto transferEncoding = request.equal_range(http::field::transfer_encoding);
    const auto encodings = std::distance(transferEncoding.first, transferEncoding.second);
    if (encodings > 0 && request.version() < 11) // whoever passed it on took the body for another one
        return {400, u"A Transfer-Encoding is no part of HTTP/1.0."_s};
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
    if (request.target().starts_with('/'))
        return {};
    const QByteArray authority = authorityOf(bytesOf(request.target()));
    if (authority.isNull())
        return {400, u"The request's target must be a path that begins with a slash."_s};
    if (authority.compare(bytesOf(request[http::field::host]), Qt::CaseInsensitive) != 0)
        return {400, u"The address of the request names another host than its Host header."_s};
    return {};
}

HttpHead headOf(const RequestHeader &message)
{
    HttpHead request;
    request.method = message.method() == http::verb::head ? "GET" : bytesOf(message.method_string());
    QByteArray target = bytesOf(message.target());
    if (!target.startsWith('/')) { // its host was compared with the Host header
        target = target.mid(pathOf(target));
        if (!target.startsWith('/'))
            target.prepend('/');
    }
    const qsizetype question = target.indexOf('?');
    request.path = question < 0 ? target : target.left(question);
    request.query = question < 0 ? QByteArray() : target.mid(question + 1);
    for (const auto &field : message)
        request.headers.append({bytesOf(field.name_string()), bytesOf(field.value()).trimmed()});
    return request;
}

bool acceptsGzip(const HttpHead &request)
{
    bool acceptsAny = false;
    for (const QByteArray &coding : request.header("Accept-Encoding").toLower().split(',')) {
        const QByteArray name = coding.split(';').first().trimmed();
        if (name == "gzip")
            return qualityOf(coding) > 0;
        if (name == "*")
            acceptsAny = qualityOf(coding) > 0;
    }
    return acceptsAny;
}

} // namespace GenMirror
