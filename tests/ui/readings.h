// Each way of reading a mirror in a folder, as a function from the folder to all that it tells.
#pragma once

#include "app/genmirror/cacheview.h"
#include "app/genmirror/exporter.h"
#include "app/genmirror/historyfeed.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <functional>

namespace GenMirror::Test
{

using namespace Qt::StringLiterals;

const QString Tree = u"main"_s;

/// A way to read a mirror in a folder: all that it tells.
struct Reading {
    QByteArray name;
    std::function<Result<QByteArray>(const QString &folder)> run;
};

inline QByteArray textOf(const QList<qint64> &rows)
{
    QByteArray text;
    for (const qint64 row : rows)
        text += QByteArray::number(row) + ' ';
    return text;
}

inline QByteArray textOf(const QList<MirrorObject> &objects)
{
    QByteArray text;
    for (const MirrorObject &object : objects)
        text += QByteArray::number(object.row) + object.object.id.toJson() + object.object.text + '\n';
    return text;
}

inline QByteArray textOf(const QList<MirrorSet> &sets)
{
    QByteArray text;
    for (const MirrorSet &set : sets)
        text += set.path.toJson() + ' ' + QByteArray::number(set.objects) + '\n';
    return text;
}

inline QByteArray textOf(const QList<HistoryRecord> &records)
{
    QByteArray text;
    for (const HistoryRecord &record : records)
        text += QByteArray::number(record.id) + ' ' + record.digest.toHex() + ' ' +
                QByteArray::number(record.to.value) + '\n';
    return text;
}

inline QByteArray textOf(const QList<ObjectVersion> &versions)
{
    QByteArray text;
    for (const ObjectVersion &version : versions)
        text += QByteArray::number(version.record.id) + ' ' + version.text.value_or("-") + '\n';
    return text;
}

template <typename T>
Result<QByteArray> told(const Result<T> &result)
{
    return result.map([](const T &value) { return textOf(value); });
}

inline Reading ofReader(const char *name, const std::function<Result<QByteArray>(MirrorReader &)> &read,
                        qint64 record = 0)
{
    return {name, [read, record](const QString &folder) -> Result<QByteArray> {
                const auto reader = MirrorReader::open(folder, Tree);
                if (!reader)
                    return failureOf(reader);
                if (auto viewed = (*reader)->viewAt(record); !viewed)
                    return failureOf(viewed);
                return read(**reader);
            }};
}

/// All objects of all sets, by rows and one by one.
inline Result<QByteArray> everything(MirrorReader &reader)
{
    QByteArray text;
    const auto sets = reader.sets();
    if (!sets)
        return failureOf(sets);
    for (const MirrorSet &set : *sets) {
        const auto visited = reader.visitObjects(set.key, [&text](const MirrorObject &object) {
            text += textOf(QList<MirrorObject>{object});
            return true;
        });
        const auto rows = reader.rows(set.key);
        if (!visited || !rows)
            return tl::make_unexpected(visited ? rows.error() : visited.error());
        text += textOf(*rows);
    }
    return text;
}

inline Reading ofView(const char *name, const std::function<Result<QByteArray>(CacheView &)> &read)
{
    return {name, [read](const QString &folder) -> Result<QByteArray> {
                const auto view = CacheView::open(folder, Tree);
                return view ? read(**view) : Result<QByteArray>(failureOf(view));
            }};
}

/// The versions of an object of the root.
inline Reading ofVersions(const char *name, int id)
{
    return {name, [id](const QString &folder) -> Result<QByteArray> {
                const auto reader = HistoryReader::open(folder, Tree);
                return reader ? told((*reader)->versions({}, ObjectId::ofInteger(id)))
                              : Result<QByteArray>(failureOf(reader));
            }};
}

/// What the list of the history gets.
inline Reading ofFeed(const char *name)
{
    return {name, [](const QString &folder) -> Result<QByteArray> {
                HistoryFeed feed;
                QSignalSpy began(&feed, &HistoryFeed::began);
                QSignalSpy failed(&feed, &HistoryFeed::failed);
                feed.follow(folder, Tree);
                if (!QTest::qWaitFor([&] { return !began.isEmpty() || !failed.isEmpty(); }, 60'000))
                    return QByteArray("no answer");
                if (!failed.isEmpty())
                    return tl::make_unexpected(failed[0][0].value<Error>());
                QByteArray text = textOf(began[0][0].value<HistoryNews>().newest);
                for (const HistoryBin &bin : began[0][0].value<HistoryNews>().bins)
                    text += QByteArray::number(bin.first) + ' ' + QByteArray::number(bin.most) + '\n';
                return text;
            }};
}

inline Reading ofOrder(const char *name, const OrderQuery &query)
{
    return ofView(name, [query](CacheView &view) {
        return told(view.order(query, std::atomic<bool>(false), [](const QList<qint64> &) {}));
    });
}

inline Reading ofExport(const char *name, const ExportOrder &order)
{
    return {name, [order](const QString &folder) -> Result<QByteArray> {
                ExportOrder whole = order;
                whole.directory = folder;
                whole.tree = Tree;
                whole.fileName = folder + u"/export"_s;
                QFile::remove(whole.fileName);
                Exporter exporter;
                QSignalSpy finished(&exporter, &Exporter::finished);
                exporter.start(whole);
                if (!finished.wait(60'000))
                    return failure(Error::Kind::Network, u"no end"_s);
                QFile file(whole.fileName);
                if (!finished[0][1].toString().isEmpty())
                    return file.exists() ? QByteArray("failed, and left a file")
                                         : Result<QByteArray>(failure(Error::Kind::Storage, {}));
                return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("done, and left none");
            }};
}

inline Reading ofCommand(const QStringList &arguments)
{
    return {"genmirrorctl " + arguments.join(u' ').toUtf8(),
            [arguments](const QString &folder) -> Result<QByteArray> {
                QProcess process;
                process.start(QStringLiteral(GENMIRRORCTL), arguments + QStringList{u"--cache"_s, folder});
                if (!process.waitForFinished(60'000))
                    return failure(Error::Kind::Network, u"no end"_s);
                if (process.exitStatus() != QProcess::NormalExit || process.exitCode() > 1)
                    return QByteArray("ended with " + QByteArray::number(process.exitCode()));
                if (process.exitCode() == 1)
                    return process.readAllStandardError().isEmpty()
                               ? QByteArray("failed, and said nothing")
                               : Result<QByteArray>(failure(Error::Kind::Storage, {}));
                return process.readAllStandardOutput();
            }};
}

} // namespace GenMirror::Test
