#include "sync/protocol/problem.h"

#include "model/core/jsontext.h"
#include "model/core/plaintext.h"
#include "model/core/sentences.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
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

struct NamedCode {
    ErrorCode code;
    QLatin1StringView name;
    const char *sentence;
};

constexpr std::array Codes{
    NamedCode{ErrorCode::TokenMissing, "token-missing"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences",
                                "The server asks for a token. Give one; an admin of the server makes it.")},
    NamedCode{
        ErrorCode::TokenRefused, "token-refused"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences",
                          "The server does not take this token: it is misspelt, revoked or has expired. Give "
                          "another one.")},
    NamedCode{
        ErrorCode::TokenEnded, "token-ended"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences",
                          "The token was changed or revoked, or has expired, in the meantime. Try again, or "
                          "give another one.")},
    NamedCode{
        ErrorCode::WrongTokens, "wrong-tokens"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences",
                          "Too many wrong tokens came from this machine's address. Wait a few minutes.")},
    NamedCode{ErrorCode::NoTokensYet, "no-tokens-yet"_L1,
              QT_TRANSLATE_NOOP(
                  "GenMirror::Sentences",
                  "The server has no tokens yet, so it answers programs on its own machine alone. Its "
                  "admin has to make a first token there.")},
    NamedCode{
        ErrorCode::ForeignOrigin, "foreign-origin"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences", "The server does not answer web pages of this origin.")},
    NamedCode{
        ErrorCode::RoleTooLow, "role-too-low"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences",
                          "Your token does not allow this. Ask an admin of the server for one that does.")},
    NamedCode{
        ErrorCode::SomeTreesOnly, "some-trees-only"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences",
                          "This is about the server as a whole, and your token is for some trees only.")},
    NamedCode{
        ErrorCode::TooManyRequests, "too-many-requests"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences",
                          "The server takes no more requests from here for now. Try again in a minute.")},
    NamedCode{ErrorCode::NoTree, "no-tree"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences",
                                "The server has no such tree, or your token does not reach it.")},
    NamedCode{ErrorCode::NoSet, "no-set"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "The set is not there (any more).")},
    NamedCode{ErrorCode::NoObject, "no-object"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "The object is not there (any more).")},
    NamedCode{ErrorCode::NoToken, "no-token"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "The token is not there (any more).")},
    NamedCode{ErrorCode::NoClient, "no-client"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "The server does not know this client (any more).")},
    NamedCode{ErrorCode::NoBackup, "no-backup"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences",
                                "There is no such backup (any more), or it does not hold this tree.")},
    NamedCode{ErrorCode::TreeThere, "tree-there"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "There is a tree of this name already.")},
    NamedCode{ErrorCode::SetThere, "set-there"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "The set is there already.")},
    NamedCode{ErrorCode::IdIsSet, "id-is-set"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences",
                                "A nested set has this id. Remove it first, or choose another id.")},
    NamedCode{ErrorCode::IdIsObject, "id-is-object"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences",
                                "An object has this id. Remove it first, or choose another id.")},
    NamedCode{ErrorCode::BackupThere, "backup-there"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "There is a backup of this name already.")},
    NamedCode{ErrorCode::Changed, "changed"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "Somebody else has changed this in the meantime.")},
    NamedCode{ErrorCode::ObjectTooLong, "object-too-long"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "An object may have at most 16 MiB.")},
    NamedCode{ErrorCode::LastAdmin, "last-admin"_L1,
              QT_TRANSLATE_NOOP(
                  "GenMirror::Sentences",
                  "This is the last token of an admin for all trees that does not expire. Make another "
                  "one first: without it nobody could look after the server some day.")},
    NamedCode{ErrorCode::FirstAdmin, "first-admin"_L1,
              QT_TRANSLATE_NOOP(
                  "GenMirror::Sentences",
                  "The first token has to be an admin's, for all trees, and without an end: as soon as "
                  "there is one, nobody gets in without.")},
    NamedCode{
        ErrorCode::Busy, "busy"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences", "The server has too much to do. Try again in a while.")},
    NamedCode{ErrorCode::Stopping, "stopping"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "The server is stopping. Try again in a while.")},
    NamedCode{
        ErrorCode::ClockInDoubt, "clock-in-doubt"_L1,
        QT_TRANSLATE_NOOP("GenMirror::Sentences",
                          "The server's clock may have jumped, so it does not know how old removals are. Try "
                          "again an hour after its clock is right, or choose by number or generation.")},
    NamedCode{ErrorCode::StorageFailed, "storage-failed"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences",
                                "The server could not read or write its files. Its log says why.")},
    NamedCode{ErrorCode::StorageFull, "storage-full"_L1,
              QT_TRANSLATE_NOOP("GenMirror::Sentences", "The server has no room left on its disk.")},
    NamedCode{ErrorCode::TreeDamaged, "tree-damaged"_L1,
              QT_TRANSLATE_NOOP(
                  "GenMirror::Sentences",
                  "The tree's file at the server is damaged. An admin can restore it from a backup.")},
};

const NamedCode *codeOf(ErrorCode code)
{
    const auto *const found = std::ranges::find(Codes, code, &NamedCode::code);
    return found == Codes.end() ? nullptr : found;
}

/// Of errors that their kind says enough of.
ErrorCode codeOf(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Conflict:
        return ErrorCode::Changed;
    case Error::Kind::Storage:
        return ErrorCode::StorageFailed;
    case Error::Kind::Full:
        return ErrorCode::StorageFull;
    case Error::Kind::Damaged:
        return ErrorCode::TreeDamaged;
    case Error::Kind::ClockInDoubt:
        return ErrorCode::ClockInDoubt;
    case Error::Kind::TooManyRequests:
        return ErrorCode::TooManyRequests;
    default:
        return ErrorCode::None;
    }
}

} // namespace

QLatin1StringView nameOf(ErrorCode code)
{
    const auto *const named = codeOf(code);
    return named ? named->name : QLatin1StringView();
}

ErrorCode errorCodeOf(QStringView name)
{
    const auto *const found =
        std::ranges::find_if(Codes, [&](const NamedCode &known) { return known.name == name; });
    return found == Codes.end() ? ErrorCode::None : found->code;
}

QString sentenceFor(ErrorCode code)
{
    const auto *const named = codeOf(code);
    return named ? Sentences::tr(named->sentence) : QString();
}

QByteArray Problem::toJson() const
{
    QByteArray json = "{\"type\":" + jsonString(type) + ",\"title\":" + jsonString(title) +
                      ",\"status\":" + QByteArray::number(status) +
                      ",\"detail\":" + jsonString(visibly(detail));
    if (const QLatin1StringView name = nameOf(code); !name.isEmpty())
        json += ",\"code\":" + jsonString(QString(name));
    if (operationIndex >= 0)
        json += ",\"operation\":" + QByteArray::number(operationIndex);
    if (!current.isEmpty())
        json += ",\"generation\":" + QByteArray::number(generation.value) + ",\"current\":" + current;
    return json + '}';
}

Problem Problem::fromAnswer(int status, const QByteArray &body)
{
    const QJsonObject object = jsonDocumentOf(body).object();
    Problem problem;
    problem.status = status;
    problem.title = object["title"_L1].toString();
    problem.detail = object["detail"_L1].toString();
    problem.code = errorCodeOf(object["code"_L1].toString());
    problem.operationIndex = object["operation"_L1].toInteger(-1);
    return problem;
}

Problem Problem::of(const Error &error)
{
    Problem problem;
    problem.detail = error.detail;
    problem.operationIndex = error.operationIndex;
    problem.code = error.code == ErrorCode::None ? codeOf(error.kind) : error.code;
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
    Error error{.kind = Error::Kind::Network,
                .detail = sentenceFor(code),
                .operationIndex = operationIndex,
                .code = code,
                .said = detail};
    if (error.detail.isEmpty())
        error.detail =
            detail.isEmpty()
                ? Sentences::tr("The server answered with status %1.").arg(status)
                : Sentences::tr("The server refuses this (status %1). It says: “%2”").arg(status).arg(detail);
    for (const Meaning &meaning : Meanings) {
        if (meaning.status == status)
            error.kind = meaning.kind;
    }
    if (status >= 500 && error.kind != Error::Kind::Storage && error.kind != Error::Kind::Full)
        error.kind = Error::Kind::Network;
    return error;
}

} // namespace GenMirror
