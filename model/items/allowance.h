#pragma once

#include "model/core/act.h"
#include "model/core/mirrorstatus.h"

namespace GenMirror
{

/// All that decides what a person may do with a server, and with the mirror of one of its trees.
struct Situation {
    enum class Role { Unknown, Reader, Editor, Admin };
    enum class Mirror {
        None,         ///< There is none, or none any more.
        NeverFetched, ///< It had no answer yet.
        Past,         ///< An earlier state of it is looked at.
        Offline,
        Present,
    };
    Role role = Role::Unknown;    ///< Of the token, as its server said last.
    bool reachesAll = false;      ///< All trees are in the token's reach.
    bool isReadOnly = false;      ///< A mark of the connection.
    bool isProduction = false;    ///< A mark of the connection; forbids nothing by itself.
    bool isClassic = false;       ///< A server that only answers updates.
    Mirror mirror = Mirror::None; ///< Of the tree; for what is about the server, of any of its trees.

    friend bool operator==(const Situation &, const Situation &) = default;
};

/// What a server calls the roles; any other word is Unknown.
[[nodiscard]] Situation::Role roleNamed(const QString &name);
[[nodiscard]] Situation::Mirror mirrorIn(const MirrorStatus &status, bool isPast);

/// The one place that decides what may be done. Menus, buttons and keys ask it for what they offer, and what
/// sends changes asks it again when it does. The table in docs/desktop.md says the same, and is its test's
/// data. A value without state of its own; any thread.
class Allowance
{
public:
    Allowance() = default; ///< Nothing is shown: nothing may be done.
    explicit Allowance(const Situation &situation)
        : m_situation(situation)
    {
    }

    [[nodiscard]] bool isAllowed(Act act) const { return whyNot(act).isEmpty(); }
    /// A sentence, translated; empty: it may be done.
    [[nodiscard]] QString whyNot(Act act) const;
    [[nodiscard]] const Situation &situation() const { return m_situation; }

private:
    Situation m_situation;
};

} // namespace GenMirror
