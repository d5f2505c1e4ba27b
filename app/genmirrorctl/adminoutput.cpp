#include "app/genmirrorctl/adminoutput.h"

#include "app/genmirrorctl/command.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QLocale>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void printTable(const QStringList &head, const QList<QStringList> &rows)
{
    QList<qsizetype> widths;
    for (qsizetype column = 0; column < head.size(); ++column) {
        qsizetype width = head[column].size();
        for (const QStringList &row : rows)
            width = std::max(width, row[column].size());
        widths.append(width);
    }
    const auto print = [&](const QStringList &row) {
        QString line;
        for (qsizetype column = 0; column + 1 < row.size(); ++column)
            line += row[column].leftJustified(widths[column]) + "  "_L1;
        printLine(QString(line + row.last()).toUtf8());
    };
    print(head);
    for (const QStringList &row : rows)
        print(row);
}

QString bytesText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

QString timeText(const QJsonValue &time)
{
    const auto parsed = QDateTime::fromString(time.toString(), Qt::ISODateWithMs);
    return parsed.isValid() ? parsed.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) : u"never"_s;
}

QString counted(qint64 count, const QString &one, const QString &many)
{
    return u"%1 %2"_s.arg(count).arg(count == 1 ? one : many);
}

QString joined(const QJsonValue &list)
{
    QStringList texts;
    const QJsonArray array = list.toArray();
    for (const QJsonValue value : array)
        texts.append(value.toString());
    return texts.join(u' ');
}

Result<int> listed(const QCommandLineParser &parser, const Result<QByteArray> &answer, const QString &member,
                   const QStringList &head, const std::function<QStringList(const QJsonObject &)> &rowOf)
{
    if (!answer)
        return failureOf(answer);
    if (parser.isSet(u"json"_s)) {
        printLine(*answer);
        return 0;
    }
    QList<QStringList> rows;
    const QJsonArray list = QJsonDocument::fromJson(*answer)[member].toArray();
    for (const QJsonValue value : list)
        rows.append(rowOf(value.toObject()));
    printTable(head, rows);
    return 0;
}

Result<QByteArray> askAdmin(const QCommandLineParser &parser, const QByteArray &method,
                            const QByteArray &path, const QJsonObject &body)
{
    const auto server = Api::serverOf(parser);
    if (!server)
        return failureOf(server);
    const QByteArray text =
        body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    return Api(*server).ask(method, path, text);
}

Result<void> confirmed(const QCommandLineParser &parser, const QString &name, const QString &what)
{
    if (parser.isSet(u"yes"_s))
        return {};
    std::fprintf(stderr, "%s\nType its name to go on: ", qUtf8Printable(what));
    QFile input;
    if (input.open(stdin, QIODevice::ReadOnly) && QString::fromUtf8(input.readLine(1024)).trimmed() == name)
        return {};
    return failure(Error::Kind::InvalidArgument,
                   u"Nothing was done: the name \"%1\" was not typed. In scripts, say --yes."_s.arg(name));
}

} // namespace GenMirror
