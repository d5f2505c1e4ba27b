#pragma once

#include "model/core/act.h"
#include "model/core/result.h"

#include <functional>

namespace GenMirror
{

/// Is asked whether a change may be sent to a server, at the moment when it is. One that was not told whom to
/// ask lets nothing through: who forgets it can only read. A value; used on one thread.
class ChangeGate
{
public:
    /// `tree`: what is changed; empty: something of the server. An error says why it may not be: Forbidden.
    using Question = std::function<Result<void>(Act act, const QString &tree)>;

    ChangeGate() = default;
    explicit ChangeGate(Question question);
    /// Of a program whose person decides by starting it: the server alone says no.
    [[nodiscard]] static ChangeGate open();

    [[nodiscard]] Result<void> pass(Act act, const QString &tree) const;

private:
    Question m_question;
};

} // namespace GenMirror
