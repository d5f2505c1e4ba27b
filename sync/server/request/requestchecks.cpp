#include "sync/server/request/requestchecks.h"

#include "model/core/plaintext.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<void> authorize(const Call &call, const Route &route)
{
    if (route.needs == Route::Needs::Nobody)
        return {};
    if (call.who.role < route.role())
        return failure(Error::Kind::Forbidden, ErrorCode::RoleTooLow,
                       u"This needs the role %1; your token \"%2\" is a %3's."_s.arg(
                           nameOf(route.role()), call.who.name, nameOf(call.who.role)));
    if (route.isWholeServer() && !call.who.trees.isEverything())
        return failure(
            Error::Kind::Forbidden, ErrorCode::SomeTreesOnly,
            u"This is about the server as a whole; your token \"%1\" reaches some trees only."_s.arg(
                call.who.name));
    return {};
}

std::optional<HttpResponse> objection(const Call &call, const Route &route)
{
    const HttpHead &head = call.request;
    if (route.bodyBytes == 0 && head.hasBody())
        return problemResponse(400, u"%1 %2 takes no body: send none."_s.arg(
                                        QLatin1StringView(route.method), QLatin1StringView(route.pattern())));
    if (head.declaredBytes.value_or(0) > route.bodyBytes)
        return problemResponse(
            413,
            u"The body is longer than %1 bytes, which this address does not take."_s.arg(route.bodyBytes));
    if (const QByteArray coding = head.header("Content-Encoding").toLower();
        !coding.isEmpty() && coding != "identity")
        return problemResponse(415, u"Compressed bodies are not taken. Send the JSON itself."_s,
                               {{"Accept-Encoding", "identity"}});
    if (!head.hasBody())
        return {};
    const QByteArray type = head.header("Content-Type").split(';').first().trimmed().toLower();
    if (type.isEmpty() && !head.header("Origin").isNull())
        return problemResponse(415, u"A page must say what it sends: Content-Type: application/json."_s);
    if (!type.isEmpty() && type != "application/json" && !type.endsWith("+json"))
        return problemResponse(415, u"The body must be JSON: Content-Type: application/json."_s);
    return {};
}

Result<void> checkParameters(const Call &call, const Route &route)
{
    QByteArrayList seen;
    const auto items = call.query.queryItems(QUrl::FullyDecoded);
    for (const auto &item : items) {
        const QByteArray name = item.first.toUtf8();
        if (name.isEmpty() && item.second.isEmpty()) // as in ?&limit=1
            continue;
        if (!route.parameters.contains(name))
            return failure(Error::Kind::InvalidArgument,
                           u"There is no parameter \"%1\" here. "_s.arg(visibly(item.first.left(40))) +
                               (route.parameters.isEmpty()
                                    ? u"This address takes none."_s
                                    : u"This address takes: %1."_s.arg(
                                          QString::fromLatin1(route.parameters.join(", ")))));
        if (seen.contains(name))
            return failure(Error::Kind::InvalidArgument,
                           u"The parameter \"%1\" is there twice."_s.arg(item.first));
        seen.append(name);
    }
    return {};
}

} // namespace GenMirror
