#include "sync/server/store/soundreset.h"

#include "model/core/generationaltree.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<TreeState> resetSound(SqlStorage &storage, const QString &file,
                             const std::function<void(const TreeState &)> &beforeCommit)
{
    GenerationalTree tree(storage);
    const auto state = tree.state();
    if (!state)
        return failureOf(state);
    const auto digest = tree.recomputeDigest();
    if (!digest)
        return failureOf(digest);
    if (*digest != state->digest)
        return failure(
            Error::Kind::Damaged,
            u"%1 is damaged: its objects add up to the digest %2, not %3. Take another copy."_s.arg(
                file, QString::fromLatin1(digest->toHex()), QString::fromLatin1(state->digest.toHex())));
    return tree.reset(GenerationalTree::ResetObjects::Keep, [&](const TreeState &now) {
        storage.journal().forgetAnswers();
        if (beforeCommit)
            beforeCommit(now);
    });
}

} // namespace GenMirror
