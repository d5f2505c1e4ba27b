#pragma once

#include "model/core/result.h"

#include <QStringList>

namespace GenMirror
{

/// What a person set for the connection to one server. Kept in the settings; holds no secret.
struct Profile {
    QString server; ///< Its address, as mirrors are shown below it.
    QString name;   ///< Empty: the address.
    bool isProduction = false;
    bool isReadOnly = false; ///< Nothing is changed or administered from here.
    int timeoutSeconds = 30; ///< Without a byte.

    [[nodiscard]] QString title() const { return name.isEmpty() ? server : name; }
    friend bool operator==(const Profile &, const Profile &) = default;
};

[[nodiscard]] Profile profileOf(const QString &server);
/// For which something was set, also where there is no mirror any more.
[[nodiscard]] QStringList serversWithProfiles();
/// Errors: Storage (saveSettings()).
[[nodiscard]] Result<void> keepProfile(const Profile &profile);

} // namespace GenMirror
