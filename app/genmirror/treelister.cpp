#include "app/genmirror/treelister.h"

namespace GenMirror
{

void TreeLister::list(const ApiServer &server)
{
    m_server = std::make_unique<ServerApi>(server, ApiManner{.silence = std::chrono::seconds(10)});
    fetch({});
}

void TreeLister::fetch(const QStringList &known)
{
    whenThere(m_server->trees(known.value(known.size() - 1)), this,
              [this, known](const Result<Answer<TreePage>> &page) {
                  constexpr qsizetype most = 20'000;
                  if (!page) {
                      Q_EMIT failed(page.error());
                      return;
                  }
                  QStringList names = known;
                  for (const TreeListing &tree : page->value.trees)
                      names.append(tree.tree);
                  if (page->value.more && names.size() > known.size() && names.size() < most)
                      fetch(names);
                  else
                      Q_EMIT listed(names);
              });
}

} // namespace GenMirror
