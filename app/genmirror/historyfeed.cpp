#include "app/genmirror/historyfeed.h"

#include "sync/cache/historyreader.h"

#include <algorithm>
#include <utility>

namespace GenMirror
{

/// The half on the thread that reads.
class HistoryFeedReader : public QObject
{
public:
    void open(const QString &directory, const QString &tree)
    {
        close();
        m_directory = directory;
        m_tree = tree;
    }
    void close()
    {
        m_history.reset();
        m_span = {};
        m_bins.clear();
        m_width = 1;
        m_directory.clear();
    }
    /// What is new; all of it the first time; none: there is no file yet. `isFirst` says which.
    Result<std::optional<HistoryNews>> news(bool &isFirst)
    {
        isFirst = m_span.count() == 0;
        if (const auto open = opened(); !open)
            return open.error().kind == Error::Kind::NotFound
                       ? Result<std::optional<HistoryNews>>(std::optional<HistoryNews>())
                       : failureOf(open);
        const auto span = m_history->span();
        if (!span)
            return failureOf(span);
        const qint64 added = span->newest - (isFirst ? 0 : m_span.newest);
        isFirst = isFirst || added < 0 || span->oldest > m_span.newest; // else nothing of it is the same
        if (const auto binned = bin(*span, isFirst); !binned)
            return failureOf(binned);
        auto newest = m_history->records(int(std::clamp(added, qint64(0), HistoryModel::PageSize)));
        if (!newest)
            return failureOf(newest);
        newest->removeIf([&](const HistoryRecord &record) { return record.id > span->newest; });
        m_span = *span;
        return HistoryNews{.span = *span, .newest = *std::move(newest), .bins = m_bins};
    }
    Result<QList<HistoryRecord>> page(qint64 first, qint64 last)
    {
        if (const auto open = opened(); !open)
            return failureOf(open);
        auto records = m_history->records(int(last - first + 1), last + 1);
        if (records)
            records->removeIf([first](const HistoryRecord &record) { return record.id < first; });
        return records;
    }

    Result<QList<HistoryBin>> closeBins(qint64 first, qint64 last)
    {
        if (const auto open = opened(); !open)
            return failureOf(open);
        qint64 width = 1;
        while (last / width - first / width >= HistoryFeed::MostBins)
            width *= 2;
        return m_history->bins(width, first, last);
    }

private:
    Result<void> opened()
    {
        if (m_history)
            return {};
        auto history = HistoryReader::open(m_directory, m_tree);
        if (!history)
            return failureOf(history);
        m_history = *std::move(history);
        return {};
    }

    /// Only the bins at the ends are read anew, where something was added or dropped.
    Result<void> bin(const HistorySpan &span, bool anew)
    {
        if (anew)
            m_bins.clear();
        if (span.count() == 0)
            return {};
        qint64 width = m_bins.isEmpty() ? 1 : m_width;
        while (span.newest / width - span.oldest / width >= HistoryFeed::MostBins)
            width *= 2;
        if (std::exchange(m_width, width) != width)
            m_bins.clear();
        m_bins.removeIf([&](const HistoryBin &bin) { return bin.last < span.oldest; });
        if (!m_bins.isEmpty() && m_bins.first().first < span.oldest) {
            const auto first = m_history->bins(m_width, span.oldest, m_bins.first().last);
            if (!first)
                return failureOf(first);
            m_bins.removeFirst();
            m_bins = *first + m_bins;
        }
        const qint64 from = m_bins.isEmpty() ? span.oldest : m_bins.takeLast().first;
        const auto last = m_history->bins(m_width, from, span.newest);
        if (!last) {
            m_bins.clear();
            return failureOf(last);
        }
        m_bins += *last;
        return {};
    }

    QString m_directory;
    QString m_tree;
    std::unique_ptr<HistoryReader> m_history;
    HistorySpan m_span;
    QList<HistoryBin> m_bins;
    qint64 m_width = 1; ///< Ids in a bin: a power of two.
};

HistoryFeed::HistoryFeed(QObject *parent)
    : QObject(parent)
    , m_thread(this)
    , m_reader(new HistoryFeedReader)
{
    m_reader->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_reader, &QObject::deleteLater);
    m_thread.start();
}

HistoryFeed::~HistoryFeed()
{
    m_thread.quit();
    m_thread.wait();
}

void HistoryFeed::follow(const QString &directory, const QString &tree)
{
    ++m_epoch;
    m_follows = true;
    m_isReading = false;
    m_isDue = false;
    QMetaObject::invokeMethod(
        m_reader, [reader = m_reader, directory, tree] { reader->open(directory, tree); },
        Qt::QueuedConnection);
    refresh();
}

void HistoryFeed::close()
{
    ++m_epoch;
    m_follows = false;
    m_isReading = false;
    m_isDue = false;
    QMetaObject::invokeMethod(
        m_reader, [reader = m_reader] { reader->close(); }, Qt::BlockingQueuedConnection);
}

void HistoryFeed::refresh()
{
    if (!m_follows)
        return;
    if (std::exchange(m_isReading, true)) {
        m_isDue = true;
        return;
    }
    m_isDue = false;
    QMetaObject::invokeMethod(
        m_reader,
        [this, reader = m_reader, epoch = m_epoch] {
            bool isFirst = false;
            const auto news = reader->news(isFirst);
            QMetaObject::invokeMethod(
                this, [this, epoch, news, isFirst] { told(epoch, news, isFirst); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void HistoryFeed::told(quint64 epoch, const Result<std::optional<HistoryNews>> &news, bool isFirst)
{
    if (epoch != m_epoch)
        return;
    m_isReading = false;
    if (m_isDue)
        refresh();
    if (!news) {
        Q_EMIT failed(news.error());
    } else if (*news) {
        if (isFirst)
            Q_EMIT began(**news);
        else
            Q_EMIT grown(**news);
    }
}

void HistoryFeed::readBins(qint64 first, qint64 last)
{
    if (!m_follows)
        return;
    QMetaObject::invokeMethod(
        m_reader,
        [this, reader = m_reader, epoch = m_epoch, asked = ++m_binsAsked, first, last] {
            const auto bins = reader->closeBins(first, last);
            QMetaObject::invokeMethod(
                this,
                [this, epoch, asked, bins] {
                    if (epoch != m_epoch || asked != m_binsAsked)
                        return;
                    if (bins)
                        Q_EMIT binsRead(*bins);
                    else
                        Q_EMIT failed(bins.error());
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void HistoryFeed::readPage(qint64 first, qint64 last)
{
    if (!m_follows)
        return;
    QMetaObject::invokeMethod(
        m_reader,
        [this, reader = m_reader, epoch = m_epoch, first, last] {
            const auto records = reader->page(first, last);
            QMetaObject::invokeMethod(
                this,
                [this, epoch, first, records] {
                    if (epoch != m_epoch)
                        return;
                    if (records) {
                        Q_EMIT pageRead(first, *records);
                    } else {
                        Q_EMIT pageFailed(first);
                        Q_EMIT failed(records.error());
                    }
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

} // namespace GenMirror
