#pragma once

#include "sync/server/request/answer.h"
#include "sync/server/request/call.h"
#include "sync/server/store/treestore.h"

#include <functional>
#include <variant>
#include <vector>

namespace GenMirror
{

/// What a change came to, and what to answer once it is on the disk.
struct Changed {
    std::optional<TreeStep> step; ///< None: nothing was changed.
    std::function<HttpResponse(SqlStorage &)> answer;
};
/// Reads, or concerns no single tree.
using Look = std::function<Answer(Call &)>;
/// Has the tree that the address names for itself meanwhile.
using Act = std::function<Answer(Call &, TreeWriter &)>;
/// Changes that tree, in a transaction that others may share.
using Change = std::function<Result<Changed>(Call &, SqlStorage &)>;

/// A function of a group of routes as a route's work. The group outlives all requests.
template <typename Group, typename Result, typename... Of>
[[nodiscard]] std::function<Result(Of &...)> by(const Group *group, Result (Group::*function)(Of &...) const)
{
    return [group, function](Of &...of) { return (group->*function)(of...); };
}

/// One entry of the table of routes.
struct Route {
    enum class Needs {
        Nobody,       ///< Anyone may ask: no token, no limit on where from.
        Reader,       ///< The role; on a tree's route the tree has to be in reach.
        Editor,       ///< As above.
        Admin,        ///< As above.
        ServerReader, ///< The role, and all trees in reach: it is about the server as a whole.
        ServerAdmin,  ///< As above.
    };
    QByteArray method;
    QByteArrayList words; ///< "*" is a tree's name, "*word" another; a last "**" takes all that follow.
    std::variant<Look, Act, Change> work;
    Needs needs = Needs::Reader;
    /// Answered on the network's thread, whatever the others do: by a Look that does not block.
    bool atOnce = false;
    qsizetype bodyBytes = 0;        ///< The longest body that makes sense here; 0: it takes none.
    QByteArrayList parameters = {}; ///< Of the query; another one is refused.
    /// A Look that is soon done, or finds out in time that it is not: others wait for it, and not for the
    /// rest.
    bool isQuick = false;

    /// What it makes of a tree that is not there, which decides what the request's conditions are about.
    enum class Makes {
        Nothing,
        Tree,          ///< One that must not be there.
        TreeOrContents ///< One, or what is in it.
    };
    Makes makes = Makes::Nothing;
    /// Of a Change: what may be done before it is the tree's turn, where that takes its time; may be empty.
    std::function<void(Call &)> prepare = {};

    [[nodiscard]] Route taking(QByteArrayList names) &&
    {
        parameters = std::move(names);
        return std::move(*this);
    }
    [[nodiscard]] Route withBody(qsizetype mostBytes = 64 * 1024) &&
    {
        bodyBytes = mostBytes;
        return std::move(*this);
    }
    [[nodiscard]] Route quick() &&
    {
        isQuick = true;
        return std::move(*this);
    }

    [[nodiscard]] Route making(Makes what) &&
    {
        makes = what;
        return std::move(*this);
    }
    [[nodiscard]] Route preparedBy(std::function<void(Call &)> what) &&
    {
        prepare = std::move(what);
        return std::move(*this);
    }

    [[nodiscard]] Role role() const;
    [[nodiscard]] bool isWholeServer() const { return needs >= Needs::ServerReader; }
    [[nodiscard]] bool isOfATree() const { return words.contains("*"); }
    /// Of the path: /v1/trees/{tree}.
    [[nodiscard]] QByteArray pattern() const;

    [[nodiscard]] bool matches(const QByteArrayList &segments) const;
};

} // namespace GenMirror
