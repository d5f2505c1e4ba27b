#include "app/genmirror/serverhistoryfetcher.h"

namespace GenMirror
{

namespace
{

ServerHistoryEntry entryOf(const HistoryListing &told)
{
    return {.number = told.number,
            .first = told.first,
            .last = told.last,
            .at = told.at,
            .what = told.what,
            .who = told.who,
            .agent = told.agent,
            .reason = told.reason,
            .sets = told.sets};
}

} // namespace

void ServerHistoryFetcher::fetch(const ApiServer &server, const QString &tree)
{
    m_server = std::make_unique<ServerApi>(server, ApiManner{.silence = std::chrono::seconds(10)});
    fetchOn(tree, {});
}

void ServerHistoryFetcher::fetchOn(const QString &tree, const QList<ServerHistoryEntry> &before)
{
    const qint64 last = before.isEmpty() ? 0 : before.constLast().number;
    whenThere(m_server->history(tree, Most - before.size(), last), this,
              [this, tree, before](const Result<Answer<HistoryPage>> &page) {
                  if (!page) {
                      Q_EMIT failed(page.error().detail);
                      return;
                  }
                  QList<ServerHistoryEntry> entries = before;
                  for (const HistoryListing &entry : page->value.entries)
                      entries.append(entryOf(entry));
                  if (page->value.more && entries.size() > before.size() && entries.size() < Most)
                      fetchOn(tree, entries);
                  else
                      Q_EMIT fetched(entries);
              });
}

} // namespace GenMirror
