#include "model/items/allowance.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct AllowanceWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::AllowanceWords)
};

enum class About { Objects, Tree, Server, Nothing };

About aboutOf(Act act)
{
    switch (act) {
    case Act::ChangeObjects:
        return About::Objects;
    case Act::MakeTree:
    case Act::RemoveTree:
    case Act::Compact:
    case Act::Reset:
        return About::Tree;
    case Act::Restore:
    case Act::BackUp:
    case Act::RemoveBackup:
    case Act::ForgetClient:
    case Act::MakeToken:
    case Act::ChangeToken:
    case Act::RevokeToken:
        return About::Server;
    case Act::Administer:
        return About::Nothing;
    }
    return About::Server;
}

QString whyNotByRole(const Situation &situation, bool needsAdmin)
{
    using Role = Situation::Role;
    switch (situation.role) {
    case Role::Unknown:
        return AllowanceWords::tr("The server has not said yet what you may do there.");
    case Role::Reader:
        return needsAdmin ? AllowanceWords::tr("Your token is a reader's: this needs an admin's.")
                          : AllowanceWords::tr("Your token is a reader's: it can change nothing.");
    case Role::Editor:
        return needsAdmin ? AllowanceWords::tr("Your token is an editor's: this needs an admin's.")
                          : QString();
    case Role::Admin:
        return {};
    }
    return {};
}

QString whyNotByMirror(Situation::Mirror mirror)
{
    using Mirror = Situation::Mirror;
    switch (mirror) {
    case Mirror::None:
        return AllowanceWords::tr("There is no mirror of it here.");
    case Mirror::NeverFetched:
        return AllowanceWords::tr("Nothing was fetched yet: there is nothing that could be changed.");
    case Mirror::Past:
        return AllowanceWords::tr("This is the past. Return to live to change objects.");
    case Mirror::Offline:
        return AllowanceWords::tr("The server cannot be reached now. Objects can be changed once it is.");
    case Mirror::Present:
        return {};
    }
    return {};
}

} // namespace

Situation::Role roleNamed(const QString &name)
{
    using Role = Situation::Role;
    return name == "admin"_L1    ? Role::Admin
           : name == "editor"_L1 ? Role::Editor
           : name == "reader"_L1 ? Role::Reader
                                 : Role::Unknown;
}

Situation::Mirror mirrorIn(const MirrorStatus &status, bool isPast)
{
    using State = MirrorStatus::State;
    if (status.generation.isNone())
        return Situation::Mirror::NeverFetched;
    if (isPast)
        return Situation::Mirror::Past;
    return status.state == State::Offline || status.state == State::Connecting ? Situation::Mirror::Offline
                                                                               : Situation::Mirror::Present;
}

/// What cannot be helped comes first, then what another token would help, then the mark, then the mirror.
QString Allowance::whyNot(Act act) const
{
    const About about = aboutOf(act);
    if (m_situation.isClassic)
        return AllowanceWords::tr("A server of this kind can only be read.");
    if (m_situation.mirror == Situation::Mirror::None)
        return whyNotByMirror(m_situation.mirror);
    if (QString reason = whyNotByRole(m_situation, about != About::Objects); !reason.isEmpty())
        return reason;
    if (about == About::Nothing)
        return {};
    if (m_situation.isReadOnly)
        return AllowanceWords::tr("This connection is read-only. Mirror ▸ Connection… can change that.");
    if (about == About::Server && !m_situation.reachesAll)
        return AllowanceWords::tr("Your token does not reach all trees: this needs one that does.");
    return about == About::Objects ? whyNotByMirror(m_situation.mirror) : QString();
}

} // namespace GenMirror
