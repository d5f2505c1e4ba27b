#pragma once

#include <QString>

#include <array>
#include <optional>

namespace GenMirror
{

/// What a token may do; each may do what those before it may (docs/access.md).
enum class Role {
    Reader, ///< Read trees, their history and events.
    Editor, ///< Change objects and sets.
    Admin,  ///< Make and remove trees, compact, reset, back up; see clients; make tokens.
};

/// "reader", "editor", "admin": as on the wire.
[[nodiscard]] constexpr QLatin1StringView nameOf(Role role)
{
    constexpr std::array names{QLatin1StringView("reader"), QLatin1StringView("editor"),
                               QLatin1StringView("admin")};
    return names[size_t(role)];
}

[[nodiscard]] constexpr std::optional<Role> roleOf(QStringView name)
{
    for (const Role role : {Role::Reader, Role::Editor, Role::Admin}) {
        if (name == nameOf(role))
            return role;
    }
    return {};
}

} // namespace GenMirror
