#pragma once

#include "model/core/result.h"
#include "model/items/historymodel.h"

#include <QObject>
#include <QThread>

namespace GenMirror
{

class HistoryFeedReader;

/// Reads the history of the mirror that is shown, on a thread of its own: what is new after each update, and
/// pages of what is older as they are looked at. On the GUI's thread; its signals, too.
class HistoryFeed : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 MostBins = 512; ///< Of the picture, whatever the number of updates.

    explicit HistoryFeed(QObject *parent = nullptr);
    ~HistoryFeed() override;

    /// Of another mirror, or of the same one's new file, from the beginning: answered by began(). Where there
    /// is no file yet nothing is told before refresh() finds one.
    void follow(const QString &directory, const QString &tree);
    /// Something was applied: answered by grown(). Calls while it reads become one.
    void refresh();
    /// Answered by pageRead(), or pageFailed() and failed().
    void readPage(qint64 first, qint64 last);
    /// A closer picture of the records from one id to another; answered by binsRead(), or failed(). Of many
    /// that are asked for at once only the last is answered.
    void readBins(qint64 first, qint64 last);
    /// Follows none. When it returns the file is not open any more.
    void close();

Q_SIGNALS:
    void began(const GenMirror::HistoryNews &news);
    void grown(const GenMirror::HistoryNews &news);
    void pageRead(qint64 first, const QList<GenMirror::HistoryRecord> &records);
    void pageFailed(qint64 first);
    void binsRead(const QList<GenMirror::HistoryBin> &bins);
    void failed(const GenMirror::Error &error);

private:
    void told(quint64 epoch, const Result<std::optional<HistoryNews>> &news, bool isFirst);

    QThread m_thread;
    HistoryFeedReader *m_reader; ///< Lives on the thread.
    quint64 m_epoch = 0;         ///< Of the mirror that is followed: answers of another are dropped.
    quint64 m_binsAsked = 0;     ///< How often.
    bool m_follows = false;
    bool m_isReading = false;
    bool m_isDue = false;
};

} // namespace GenMirror
