#pragma once

#include <QtGlobal>

namespace GenMirror
{

/// What exactly went wrong, where a program or a person does something about it that the kind alone does not
/// tell. A server names it on the wire (see docs/protocol.md, "Errors").
enum class ErrorCode : quint8 {
    None,
    // Who asks
    TokenMissing,
    TokenRefused,    ///< Misspelt, revoked or expired.
    TokenEnded,      ///< Changed, revoked or expired while it was used.
    WrongTokens,     ///< Too many came from one address.
    NoTokensYet,     ///< The server has none, so it answers its own machine alone.
    ForeignOrigin,   ///< A web page of another origin asks.
    RoleTooLow,      ///< Another role is needed.
    SomeTreesOnly,   ///< The token is not for the server as a whole.
    TooManyRequests, ///< In a time.
    // What is not there
    NoTree, ///< Or it is out of the token's reach.
    NoSet,
    NoObject,
    NoToken,
    NoClient,
    NoBackup,
    // What is there already
    TreeThere,
    SetThere,
    IdIsSet,    ///< The id of an object names a set.
    IdIsObject, ///< The id of a set names an object.
    BackupThere,
    Changed, ///< Meanwhile, by somebody else.
    // What may not be
    ObjectTooLong,
    LastAdmin,  ///< Nobody could look after the server.
    FirstAdmin, ///< The first token has to be one.
    // The server
    Busy, ///< It has no room for more connections or answers.
    Stopping,
    ClockInDoubt,
    StorageFailed,
    StorageFull,
    TreeDamaged,
    // What a client finds
    NotOurServer,           ///< Something else answers.
    NotTls,                 ///< https was asked, and is not spoken.
    CertificateNotBelieved, ///< No authority that is known made it, or it is another server's.
    TokenNeedsTls,          ///< A token is not sent without https.
};

/// What a person can do next.
enum class NextStep : quint8 { None, EnterToken, ChooseTree, ChooseAuthority, UseHttp, UseHttps };

[[nodiscard]] constexpr NextStep nextStepAfter(ErrorCode code)
{
    switch (code) {
    case ErrorCode::TokenMissing:
    case ErrorCode::TokenRefused:
    case ErrorCode::TokenEnded:
    case ErrorCode::RoleTooLow:
    case ErrorCode::SomeTreesOnly:
        return NextStep::EnterToken;
    case ErrorCode::NoTree:
        return NextStep::ChooseTree;
    case ErrorCode::CertificateNotBelieved:
        return NextStep::ChooseAuthority;
    case ErrorCode::NotTls:
        return NextStep::UseHttp;
    case ErrorCode::TokenNeedsTls:
        return NextStep::UseHttps;
    default:
        return NextStep::None;
    }
}

} // namespace GenMirror
