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

void ServerHistoryFetcher::fetch(const ApiServer &server, const QString &tree, qint64 before)
{
    m_server = std::make_unique<ServerApi>(server, ApiManner{.silence = std::chrono::seconds(10)});
    whenThere(m_server->history(tree, Most, before), this,
              [this, before](const Result<Answer<HistoryPage>> &page) {
                  if (!page) {
                      Q_EMIT failed(page.error().detail, before);
                      return;
                  }
                  QList<ServerHistoryEntry> entries;
                  for (const HistoryListing &entry : page->value.entries)
                      entries.append(entryOf(entry));
                  Q_EMIT fetched(entries, page->value.more, before);
              });
}

} // namespace GenMirror
