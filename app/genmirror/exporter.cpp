#include "app/genmirror/exporter.h"

#include "model/core/jsontext.h"
#include "model/core/objectline.h"
#include "model/sheets/objectsheet.h"
#include "sync/cache/mirrorreader.h"

#include <QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype Portion = 1000; // objects between two looks at whether it goes on

using Format = ExportOrder::Format;

/// Writes what an order names, in one state of the mirror, until something fails.
class Writing
{
public:
    /// Told how many objects are written; answers whether to go on.
    using GoesOn = std::function<bool(qint64)>;

    Writing(const ExportOrder &order, MirrorReader &reader, QSaveFile &file, GoesOn goesOn)
        : m_order(order)
        , m_reader(reader)
        , m_file(file)
        , m_goesOn(std::move(goesOn))
        , m_sheet(order.sheet, order.columns)
    {
    }

    /// How many objects were written. Errors: those of the mirror and of the file; Canceled.
    Result<qint64> write()
    {
        ReadTransaction reading = m_reader.readOneState(); // whatever comes in meanwhile
        const auto done = m_order.isTree ? writeTree() : writeRows();
        const auto ended = reading.end();
        if (!done || !ended)
            return tl::make_unexpected(done ? ended.error() : done.error());
        return m_written;
    }

private:
    void put(const QByteArray &text)
    {
        if (m_problem)
            return;
        if (m_file.write(text) != text.size())
            m_problem = Error{.kind = Error::Kind::Full,
                              .detail = Exporter::tr("%1 cannot be written: %2. Is the disk full?")
                                            .arg(m_order.fileName, m_file.errorString())};
    }

    /// False: there is no use in more.
    bool putObject(const Object &object, const QByteArray &set)
    {
        switch (m_order.format) {
        case Format::Csv:
            put(m_sheet.line(object));
            break;
        case Format::Ndjson:
            if (set.isEmpty())
                put(onOneLine(object.text) + '\n');
            else
                put("{\"set\":" + set + ",\"id\":" + object.id.toJson() + ',' +
                    memberOnOneLine("object", "text", object.text) + "}\n");
            break;
        case Format::Json:
            put(m_isFirst ? "\n" : ",\n");
            put(object.text);
            m_isFirst = false;
            break;
        }
        ++m_written;
        return m_written % Portion != 0 ? !m_problem : goesOn(m_written);
    }

    bool goesOn(qint64 done)
    {
        if (!m_problem && !m_goesOn(done))
            m_problem = Error{.kind = Error::Kind::Canceled,
                              .detail = Exporter::tr("The export was canceled; no file was written.")};
        return !m_problem;
    }

    [[nodiscard]] Result<void> outcome() const { return unlessFailed(m_problem, Result<void>()); }

    Result<void> writeRows()
    {
        if (m_order.format == Format::Csv)
            put(m_sheet.head());
        if (m_order.format == Format::Json)
            put("[");
        for (qsizetype at = 0; at < m_order.rows.size() && !m_problem; at += Portion) {
            const auto count = size_t(std::min(Portion, m_order.rows.size() - at));
            const auto objects = m_reader.objects(std::span(m_order.rows.constData() + at, count));
            if (!objects)
                return failureOf(objects);
            std::ranges::all_of(*objects,
                                [this](const MirrorObject &object) { return putObject(object.object, {}); });
            goesOn(at + qint64(count));
        }
        if (m_order.format == Format::Json)
            put("\n]\n");
        return outcome();
    }

    Result<void> writeTree()
    {
        const auto state = m_reader.state();
        const auto sets = m_reader.sets();
        if (!state || !sets)
            return tl::make_unexpected(state ? sets.error() : state.error());
        if (m_order.format == Format::Json)
            put("{\"tree\":" + jsonString(m_order.tree) + ",\"collection\":\"" + state->collection.toHex() +
                "\",\"generation\":" + QByteArray::number(state->generation.value) + ",\"sets\":[");
        for (qsizetype i = 0; i < sets->size() && !m_problem; ++i) {
            const MirrorSet &set = sets->at(i);
            const QByteArray path = set.path.toJson();
            if (m_order.format == Format::Json)
                put((i == 0 ? "\n{\"set\":" : ",\n{\"set\":") + path + ",\"key\":" + set.setKey.toJson() +
                    ",\"objects\":[");
            m_isFirst = true;
            const auto visited = m_reader.visitObjects(
                set.key, [&](const MirrorObject &object) { return putObject(object.object, path); });
            if (!visited)
                return failureOf(visited);
            if (m_order.format == Format::Json)
                put("]}");
        }
        if (m_order.format == Format::Json)
            put("\n]}\n");
        return outcome();
    }

    const ExportOrder &m_order;
    MirrorReader &m_reader;
    QSaveFile &m_file;
    GoesOn m_goesOn;
    ObjectSheet m_sheet;            ///< For CSV.
    std::optional<Error> m_problem; ///< The first, of the file or of who goes on.
    bool m_isFirst = true;
    qint64 m_written = 0;
};

/// The file is there once it is whole, or not at all.
Result<qint64> writeFile(const ExportOrder &order, const std::function<bool(qint64 done, qint64 all)> &goesOn)
{
    const auto reader = MirrorReader::open(order.directory, order.tree);
    if (!reader)
        return failureOf(reader);
    if (const auto viewed = (*reader)->viewAt(order.record); !viewed)
        return failureOf(viewed);
    QSaveFile file(order.fileName);
    if (!file.open(QIODevice::WriteOnly))
        return failure(Error::Kind::Storage, Exporter::tr("%1 cannot be written: %2. Choose another place.")
                                                 .arg(order.fileName, file.errorString()));
    const auto all = order.isTree ? (*reader)->objectCount() : Result<qint64>(order.rows.size());
    if (!all)
        return failureOf(all); // not committed: QSaveFile leaves nothing
    auto written = Writing(order, **reader, file, [&](qint64 done) { return goesOn(done, *all); }).write();
    if (written && (!file.flush() || !file.commit())) // commit() does not tell that its own last write failed
        return failure(Error::Kind::Full, Exporter::tr("%1 cannot be written: %2. Is the disk full?")
                                              .arg(order.fileName, file.errorString()));
    return written;
}

} // namespace

Exporter::Exporter(QObject *parent)
    : QObject(parent)
    , m_context(new QObject)
{
    m_context->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start(QThread::LowPriority);
}

Exporter::~Exporter()
{
    cancel();
    m_thread.quit();
    m_thread.wait();
}

void Exporter::cancel()
{
    if (m_canceled)
        *m_canceled = true;
}

void Exporter::start(const ExportOrder &order)
{
    m_busy = true;
    m_canceled = std::make_shared<std::atomic<bool>>(false);
    const auto done = [this](qint64 objects, const QString &problem) {
        QMetaObject::invokeMethod(this, [this, objects, problem] {
            m_busy = false;
            Q_EMIT finished(objects, problem);
        });
    };
    QMetaObject::invokeMethod(m_context, [this, order, done, canceled = m_canceled] {
        const auto written = writeFile(order, [this, &canceled](qint64 so, qint64 all) {
            QMetaObject::invokeMethod(this, [this, so, all] { Q_EMIT progress(so, all); });
            return !canceled->load();
        });
        done(written.value_or(0), written ? QString() : written.error().detail);
    });
}

} // namespace GenMirror
