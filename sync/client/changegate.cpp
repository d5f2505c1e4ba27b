#include "sync/client/changegate.h"

#include "model/core/sentences.h"

namespace GenMirror
{

ChangeGate::ChangeGate(Question question)
    : m_question(std::move(question))
{
}

ChangeGate ChangeGate::open()
{
    return ChangeGate([](Act, const QString &) { return Result<void>(); });
}

Result<void> ChangeGate::pass(Act act, const QString &tree) const
{
    if (!m_question)
        return failure(Error::Kind::Forbidden,
                       Sentences::tr("Nothing was sent: this connection only reads."));
    return m_question(act, tree);
}

} // namespace GenMirror
