#include "sync/server/routes/verifyroutes.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/adminanswers.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Clock = std::chrono::steady_clock;

struct Sum {
    TreeState state;
    Digest digest; ///< Added up anew.
    qint64 objects = 0;
};

/// Within the time: nobody may read for so long that the log grows without end.
template <typename Work>
auto within(SqlStorage &storage, Clock::time_point end, Work &&work)
{
    storage.database().interruptAt(end);
    auto result = std::forward<Work>(work)();
    storage.database().interruptAt({});
    return result;
}

Result<Sum> sumOf(SqlStorage &storage)
{
    const TreeState state = storage.state();
    const auto digest = GenerationalTree(storage).recomputeDigest();
    if (!digest)
        return failureOf(digest);
    return storage.totals().map([&](const TreeTotals &totals) {
        return Sum{.state = state, .digest = *digest, .objects = totals.objects()};
    });
}

} // namespace

std::vector<Route> VerifyRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"POST",
              {"v1", "admin", "trees", "*", "verify"},
              by(this, &VerifyRoutes::verifyTree),
              Needs::Admin}
            .taking({"seconds"}),
    };
}

/// On a reader: writing goes on. What is damage is what was asked for, and no failure to answer.
Answer VerifyRoutes::verifyTree(Call &call) const
{
    constexpr qint64 longest = 3600; // seconds
    const auto seconds = call.integer(u"seconds"_s, 60, 1, longest);
    if (!seconds)
        return failureOf(seconds);
    const auto end = Clock::now() + std::chrono::seconds(*seconds);
    QStringList problems;
    const auto isAnswered = [&problems](const auto &found) {
        if (!found && found.error().kind == Error::Kind::Damaged)
            problems.append(found.error().detail);
        return found || found.error().kind == Error::Kind::Damaged;
    };
    const auto sound = m_trees.reading(call.tree, [&](SqlStorage &storage) {
        return within(storage, end, [&] { return storage.integrityProblems(); });
    });
    if (!isAnswered(sound))
        return failureOf(sound);
    problems += sound.value_or(QStringList());
    const auto sum = m_trees.reading(
        call.tree, [&](SqlStorage &storage) { return within(storage, end, [&] { return sumOf(storage); }); });
    if (!isAnswered(sum))
        return failureOf(sum);
    const bool equal = sum && sum->digest == sum->state.digest;
    if (sum && !equal)
        problems.append(u"the digest of what is stored is another one than the tree's"_s);
    problems.removeDuplicates();
    if (problems.isEmpty()) {
        m_trees.health().foundSound(call.tree);
    } else {
        const Error found{.kind = Error::Kind::Damaged,
                          .detail = u"%1 was verified and is damaged: %2"_s.arg(
                              m_directory.treeFile(call.tree), problems.join(u"; "_s))};
        m_trees.health().read(call.tree, &found);
    }
    TreeVerification found{.equal = equal, .problems = problems};
    if (sum) {
        found.collection = sum->state.collection;
        found.generation = sum->state.generation;
        found.digest = sum->digest;
        found.expected = sum->state.digest;
        found.objects = sum->objects;
    }
    return jsonResponse(verificationToJson(call.tree, found));
}

} // namespace GenMirror
