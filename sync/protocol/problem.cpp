#include "sync/protocol/problem.h"

#include "model/core/jsontext.h"
#include "model/core/plaintext.h"
#include "model/core/sentences.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct Meaning {
    Error::Kind kind;
    int status;
    const char *title;
};

constexpr std::array Meanings{
    Meaning{Error::Kind::InvalidArgument, 400, "Invalid request"},
    Meaning{Error::Kind::NotFound, 404, "Not found"},
    Meaning{Error::Kind::AlreadyExists, 409, "Already there"},
    Meaning{Error::Kind::Conflict, 412, "Changed meanwhile"},
    Meaning{Error::Kind::TooLarge, 413, "Too large"},
    Meaning{Error::Kind::Unauthorized, 401, "Not logged in"},
    Meaning{Error::Kind::Forbidden, 403, "Not allowed"},
    Meaning{Error::Kind::TooManyRequests, 429, "Too many requests"},
    Meaning{Error::Kind::Storage, 507, "Storage failed"},
    Meaning{Error::Kind::Full, 507, "No room left"},
    Meaning{Error::Kind::Damaged, 500, "Damaged"},
    Meaning{Error::Kind::NewerSchema, 500, "Newer schema"},
    Meaning{Error::Kind::Network, 503, "Not available"},
    Meaning{Error::Kind::Canceled, 503, "Given up"},
    Meaning{Error::Kind::ClockInDoubt, 503, "Clock in doubt"},
    Meaning{Error::Kind::Protocol, 502, "Protocol error"},
};

} // namespace

QByteArray Problem::toJson() const
{
    QByteArray json = "{\"type\":" + jsonString(type) + ",\"title\":" + jsonString(title) +
                      ",\"status\":" + QByteArray::number(status) +
                      ",\"detail\":" + jsonString(visibly(detail));
    if (operationIndex >= 0)
        json += ",\"operation\":" + QByteArray::number(operationIndex);
    if (!current.isEmpty())
        json += ",\"generation\":" + QByteArray::number(generation.value) + ",\"current\":" + current;
    return json + '}';
}

Problem Problem::fromAnswer(int status, const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    Problem problem;
    problem.status = status;
    problem.title = object["title"_L1].toString();
    problem.detail = object["detail"_L1].toString();
    problem.operationIndex = object["operation"_L1].toInteger(-1);
    if (problem.detail.isEmpty())
        problem.detail = Sentences::tr("The server answered with status %1.").arg(status);
    return problem;
}

Problem Problem::of(const Error &error)
{
    Problem problem;
    problem.detail = error.detail;
    problem.operationIndex = error.operationIndex;
    for (const Meaning &meaning : Meanings) {
        if (meaning.kind == error.kind) {
            problem.status = meaning.status;
            problem.title = QLatin1String(meaning.title);
        }
    }
    return problem;
}

Error Problem::toError() const
{
    Error error{.kind = Error::Kind::Network, .detail = detail, .operationIndex = operationIndex};
    for (const Meaning &meaning : Meanings) {
        if (meaning.status == status)
            error.kind = meaning.kind;
    }
    if (status >= 500 && error.kind != Error::Kind::Storage && error.kind != Error::Kind::Full)
        error.kind = Error::Kind::Network;
    return error;
}

} // namespace GenMirror
