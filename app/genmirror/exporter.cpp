#include "app/genmirror/exporter.h"

#include "model/items/celltext.h"
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

/// White space between JSON's parts may be any; a line's end may not stand in a line.
QByteArray onOneLine(QByteArray text)
{
    return text.replace('\n', ' ').replace('\r', ' ');
}

class Writing
{
public:
    Writing(const ExportOrder &order, MirrorReader &reader, QSaveFile &file)
        : m_order(order)
        , m_reader(reader)
        , m_file(file)
    {
    }

    /// `goesOn` is told how many objects are written, and answers whether to go on.
    bool write(const std::function<bool(qint64)> &goesOn)
    {
        m_reader.beginRead(); // one state, whatever comes in meanwhile
        const bool whole = m_order.isTree ? writeTree(goesOn) : writeRows(goesOn);
        m_reader.endRead();
        return whole;
    }
    [[nodiscard]] qint64 written() const { return m_written; }

private:
    void put(const QByteArray &text) { m_file.write(text); }

    void putObject(const Object &object, const QByteArray &set)
    {
        switch (m_order.format) {
        case Format::Csv:
            put(cellLine(object, m_order.columns, u',').toUtf8() + "\r\n");
            break;
        case Format::Ndjson:
            if (set.isEmpty())
                put(onOneLine(object.text) + '\n');
            else
                put("{\"set\":" + set + ",\"id\":" + object.id.toJson() +
                    ",\"object\":" + onOneLine(object.text) + "}\n");
            break;
        case Format::Json:
            put(m_isFirst ? "\n" : ",\n");
            put(object.text);
            m_isFirst = false;
            break;
        }
        ++m_written;
    }

    bool writeRows(const std::function<bool(qint64)> &goesOn)
    {
        if (m_order.format == Format::Csv)
            put(headLine(m_order.columns, u',').toUtf8() + "\r\n");
        if (m_order.format == Format::Json)
            put("[");
        for (qsizetype at = 0; at < m_order.rows.size(); at += Portion) {
            const auto count = size_t(std::min(Portion, m_order.rows.size() - at));
            const QList<MirrorObject> objects =
                m_reader.objects(std::span(m_order.rows.constData() + at, count));
            for (const MirrorObject &object : objects)
                putObject(object.object, {});
            if (!goesOn(at + qint64(count)))
                return false;
        }
        if (m_order.format == Format::Json)
            put("\n]\n");
        return true;
    }

    bool writeTree(const std::function<bool(qint64)> &goesOn)
    {
        const MirrorState state = m_reader.state();
        if (m_order.format == Format::Json)
            put("{\"tree\":\"" + m_order.tree.toUtf8() + "\",\"collection\":\"" + state.collection.toHex() +
                "\",\"generation\":" + QByteArray::number(state.generation.value) + ",\"sets\":[");
        bool goes = true;
        const QList<MirrorSet> sets = m_reader.sets();
        for (qsizetype i = 0; i < sets.size() && goes; ++i) {
            const QByteArray path = sets[i].path.toJson();
            if (m_order.format == Format::Json)
                put((i == 0 ? "\n{\"set\":" : ",\n{\"set\":") + path + ",\"key\":" + sets[i].setKey.toJson() +
                    ",\"objects\":[");
            m_isFirst = true;
            m_reader.visitObjects(sets[i].key, [&](const MirrorObject &object) {
                putObject(object.object, path);
                goes = m_written % Portion != 0 || goesOn(m_written);
                return goes;
            });
            if (m_order.format == Format::Json)
                put("]}");
        }
        if (m_order.format == Format::Json)
            put("\n]}\n");
        return goes;
    }

    const ExportOrder &m_order;
    MirrorReader &m_reader;
    QSaveFile &m_file;
    bool m_isFirst = true;
    qint64 m_written = 0;
};

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
        const auto reader = MirrorReader::open(order.directory, order.tree);
        if (!reader)
            return done(0, reader.error().detail);
        if (const auto viewed = (*reader)->viewAt(order.record); !viewed)
            return done(0, viewed.error().detail);
        QSaveFile file(order.fileName);
        if (!file.open(QIODevice::WriteOnly))
            return done(0, tr("%1 cannot be written: %2. Choose another place.")
                               .arg(order.fileName, file.errorString()));
        Writing writing(order, **reader, file);
        const qint64 all = order.isTree ? (*reader)->objectCount() : order.rows.size();
        const bool whole = writing.write([this, all, &canceled](qint64 so) {
            QMetaObject::invokeMethod(this, [this, so, all] { Q_EMIT progress(so, all); });
            return !canceled->load();
        });
        if (!whole) {
            file.cancelWriting();
            return done(0, tr("The export was canceled; no file was written."));
        }
        if (const auto error = (*reader)->error()) {
            file.cancelWriting();
            return done(0, error->detail);
        }
        if (!file.commit())
            return done(
                0, tr("%1 cannot be written: %2. Is the disk full?").arg(order.fileName, file.errorString()));
        done(writing.written(), {});
    });
}

} // namespace GenMirror
