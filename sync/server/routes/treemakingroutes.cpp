#include "sync/server/routes/treemakingroutes.h"

#include "model/core/generationaltree.h"
#include "sync/protocol/answers.h"
#include "sync/protocol/batchreader.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

std::vector<Route> TreeMakingRoutes::routes() const
{
    using Needs = Route::Needs;
    return {
        Route{"PUT", {"v1", "trees", "*"}, by(this, &TreeMakingRoutes::createTree), Needs::Admin}
            .withBody()
            .making(Route::Makes::Tree),
        Route{"DELETE", {"v1", "trees", "*"}, by(this, &TreeMakingRoutes::removeTree), Needs::Admin},
    };
}

Answer TreeMakingRoutes::createTree(Call &call, TreeWriter &writer) const
{
    const auto options = readTreeOptions(call.request.body);
    if (!options)
        return failureOf(options);
    const auto hasFile = m_directory.hasTree(call.tree);
    if (!hasFile)
        return failureOf(hasFile);
    if (*hasFile && m_trees.has(call.tree))
        return failure(Error::Kind::AlreadyExists, ErrorCode::TreeThere,
                       u"There is a tree \"%1\" already."_s.arg(call.tree));
    if (auto written = m_auditLog.write(call, {.action = u"create-tree"_s, .tree = call.tree}); !written)
        return failureOf(written);
    writer.close(); // of a file that is gone
    const auto made = makeTree(call, *options);
    if (!made)
        return failureOf(made);
    m_placement.serve(call.tree, *made);
    return jsonResponse(
        madeTreeToJson(call.tree, {.collection = made->collection, .generation = made->generation}), 201);
}

Result<TreeState> TreeMakingRoutes::makeTree(const Call &call, const TreeOptions &options) const
{
    const auto work = m_directory.work();
    if (!work)
        return failureOf(work);
    const QString file = (*work)->filePath(u"tree.sqlite"_s);
    TreeState state;
    {
        SqlStorage::Options making = m_storageOptions;
        making.mode = SqlDatabase::Mode::Create;
        const auto storage = SqlStorage::open(file, making);
        if (!storage)
            return failureOf(storage);
        const auto made = GenerationalTree::initialize(**storage, options.key, options.maximumRemovals)
                              .and_then([&] { return (*storage)->begin(); })
                              .and_then([&] {
                                  state = (*storage)->state();
                                  m_history.record(call, **storage, actOf(state, u"created"_s));
                                  return (*storage)->commit();
                              })
                              .and_then([&] { return (*storage)->finish(); });
        if (!made)
            return failureOf(made);
    }
    const auto made = FileIdentity::of(file);
    const auto placed = m_directory.place(file, call.tree);
    if (placed)
        return state;
    m_placement.serveIfPlaced(call.tree, made, state);
    return failureOf(placed);
}

/// One that is damaged, or whose file is gone, can be removed, too.
Answer TreeMakingRoutes::removeTree(Call &call, TreeWriter &writer) const
{
    if (!m_trees.has(call.tree))
        return tl::make_unexpected(noSuchTree(call.tree));
    if (auto written = m_auditLog.write(call, {.action = u"remove-tree"_s, .tree = call.tree}); !written)
        return failureOf(written);
    const auto own = m_trees.ownFile(call.tree);
    writer.close();
    const auto removed = m_directory.removeTree(call.tree, own);
    if (!removed) {
        const auto stays = m_directory.hasTree(call.tree);
        if (!stays || *stays)
            return failureOf(removed);
    }
    m_trees.removed(call.tree);
    m_clients.forgetTree(call.tree);
    m_announcements.removed(call.tree);
    if (!removed) // not all of it, or perhaps not for good
        return failureOf(removed);
    return removedResponse(call.tree);
}

} // namespace GenMirror
