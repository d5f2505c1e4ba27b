#pragma once

#include "app/genmirrord/options.h"

#include <functional>
#include <span>

namespace GenMirror
{

/// One setting: in the file `name = value`, in the environment GENMIRRORD_NAME, on the command line --name
/// value.
struct Setting {
    QString name;
    QString value; ///< What its value is called in help texts.
    QString standard;
    QString help;
    /// False: the text is not valid; `help` says what would be.
    std::function<bool(const QString &, ServerOptions &)> apply;
    bool repeats = false; ///< It may stand there more than once; the values are joined by spaces.
};

/// All there are, in the order of docs/genmirrord.md.
[[nodiscard]] std::span<const Setting> settings();

/// GENMIRRORD_TLS_KEY for tls-key.
[[nodiscard]] QString environmentNameOf(const Setting &setting);

} // namespace GenMirror
