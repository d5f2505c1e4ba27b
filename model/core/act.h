#pragma once

#include <QString>

#include <array>

namespace GenMirror
{

/// What is done to a server. Everything but Administer changes something there.
enum class Act {
    ChangeObjects, ///< Objects are added, changed, removed, or an edit is undone.
    MakeTree,
    RemoveTree,
    Compact,
    Reset,
    Restore,
    BackUp,
    RemoveBackup,
    ForgetClient,
    MakeToken,
    ChangeToken,
    RevokeToken,
    Administer, ///< The lists of the server page are looked at.
};

inline constexpr std::array AllActs{Act::ChangeObjects, Act::MakeTree,  Act::RemoveTree,  Act::Compact,
                                    Act::Reset,         Act::Restore,   Act::BackUp,      Act::RemoveBackup,
                                    Act::ForgetClient,  Act::MakeToken, Act::ChangeToken, Act::RevokeToken,
                                    Act::Administer};

/// As the table in docs/desktop.md names it. Not translated.
[[nodiscard]] QString nameOf(Act act);

} // namespace GenMirror
