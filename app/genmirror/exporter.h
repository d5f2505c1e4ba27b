#pragma once

#include "model/sheets/sheet.h"

#include <QObject>
#include <QStringList>
#include <QThread>

#include <atomic>
#include <memory>

namespace GenMirror
{

/// What is written to a file: exactly what a person sees, or a whole tree.
struct ExportOrder {
    enum class Format { Json, Ndjson, Csv };
    QString directory; ///< Of the mirror's cache.
    QString tree;
    qint64 record = 0;   ///< The state that is viewed; 0: the newest.
    bool isTree = false; ///< All sets; each line then names the set. Not as CSV.
    QList<qint64> rows;  ///< Else: these rows, in this order.
    QStringList columns; ///< For CSV.
    SheetStyle sheet;    ///< For CSV.
    Format format = Format::Json;
    QString fileName;
};

/// Writes an export on a thread of its own: the file appears once it is whole, or not at all.
class Exporter : public QObject
{
    Q_OBJECT
public:
    explicit Exporter(QObject *parent = nullptr);
    ~Exporter() override;

    /// Only one at a time; see isBusy().
    void start(const ExportOrder &order);
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void progress(qint64 done, qint64 all);
    /// An empty problem: it is there, with so many objects.
    void finished(qint64 objects, const QString &problem);

private:
    QThread m_thread;
    QObject *m_context; ///< Lives on the thread.
    std::shared_ptr<std::atomic<bool>> m_canceled;
    bool m_busy = false;
};

} // namespace GenMirror
