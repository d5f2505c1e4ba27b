#include "app/genmirror/differencefinder.h"

#include "sync/cache/historyreader.h"

namespace GenMirror
{

DifferenceFinder::DifferenceFinder(QObject *parent)
    : QObject(parent)
    , m_thread(this)
    , m_context(new QObject)
{
    m_context->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start();
}

DifferenceFinder::~DifferenceFinder()
{
    m_canceled = true;
    m_thread.quit();
    m_thread.wait();
}

void DifferenceFinder::find(const QString &directory, const QString &tree, qint64 from, qint64 to)
{
    QMetaObject::invokeMethod(m_context, [this, directory, tree, from, to] {
        const auto history = HistoryReader::open(directory, tree);
        const auto record = [&](qint64 id) -> Result<HistoryRecord> {
            if (!history)
                return failureOf(history);
            return (*history)->record(id).and_then(
                [](const std::optional<HistoryRecord> &kept) -> Result<HistoryRecord> {
                    if (!kept)
                        return failure(Error::Kind::NotFound,
                                       tr("One of the two states is not kept any more."));
                    return *kept;
                });
        };
        const auto earlier = record(from);
        const auto later = record(to);
        if (!earlier || !later) {
            Q_EMIT failed((earlier ? later : earlier).error().detail);
            return;
        }
        QList<ShownDifference> differences;
        bool isAll = true;
        const auto visited =
            (*history)->visitDifferences(*earlier, *later, [&](const HistoryReader::Difference &difference) {
                isAll = differences.size() < Most;
                if (isAll)
                    differences.append({difference.set, difference.id, difference.before, difference.after});
                return isAll && !m_canceled;
            });
        if (m_canceled)
            return;
        if (visited)
            Q_EMIT found(differences, isAll);
        else
            Q_EMIT failed(visited.error().detail);
    });
}

} // namespace GenMirror
