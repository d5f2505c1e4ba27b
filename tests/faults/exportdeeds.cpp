#include "app/genmirror/exporter.h"
#include "tests/faults/deeds.h"
#include "tests/faults/openmirror.h"

#include <QSignalSpy>
#include <QTest>

namespace GenMirror::Test
{

namespace
{

QString fileIn(const QString &folder)
{
    return folder + u"/export"_s;
}

QByteArray contentsOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file\n");
}

/// Writes an export on the exporter's own thread, as the window does.
class ExportActor final : public Actor
{
public:
    ExportActor(QString folder, ExportOrder order)
        : m_folder(std::move(folder))
        , m_order(std::move(order))
    {
        m_order.directory = m_folder;
        m_order.tree = u"main"_s;
        m_order.fileName = fileIn(m_folder);
    }
    Result<void> act(int) override
    {
        QSignalSpy finished(&m_exporter, &Exporter::finished);
        m_exporter.start(m_order);
        if (!finished.wait(60'000))
            return failure(Error::Kind::Network, u"no end within a minute"_s);
        const QString problem = finished[0][1].toString();
        return problem.isEmpty() ? Result<void>() : failure(Error::Kind::Storage, problem);
    }

private:
    QString m_folder;
    ExportOrder m_order;
    Exporter m_exporter;
};

void makeMirror(const QString &folder)
{
    OpenMirror mirror(folder);
    if (const auto done = mirror.feed({}, source().early); !done)
        qFatal("%s", qPrintable(done.error().detail));
    if (const auto done = mirror.apply(0); !done)
        qFatal("%s", qPrintable(done.error().detail));
}

Deed exporting(const char *name, const ExportOrder &order)
{
    return {.name = name,
            .prepare = makeMirror,
            .open = [order](const QString &folder) -> std::unique_ptr<Actor> {
                return std::make_unique<ExportActor>(folder, order);
            },
            .state = [](const QString &folder) { return contentsOf(fileIn(folder)); }};
}

} // namespace

std::vector<Deed> deeds()
{
    using Format = ExportOrder::Format;
    QList<qint64> rows;
    for (qint64 row = 1; row <= 40; ++row)
        rows.append(row);
    return {
        exporting("export of a tree", {.isTree = true, .format = Format::Json}),
        exporting("export of lines", {.isTree = true, .format = Format::Ndjson}),
        exporting("export of a table",
                  {.rows = rows, .columns = {u"id"_s, u"text"_s}, .format = Format::Csv}),
        exporting("export of the past", {.record = 1, .isTree = true, .format = Format::Json}),
    };
}

} // namespace GenMirror::Test
