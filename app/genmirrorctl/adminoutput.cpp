#include "app/genmirrorctl/adminoutput.h"

#include "model/core/plaintext.h"
#include "model/core/utf8.h"

#include <QFile>
#include <QLocale>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void printTable(const QStringList &head, QList<QStringList> rows)
{
    for (QStringList &row : rows) {
        for (QString &cell : row)
            cell = visibly(cell);
    }
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

QString timeText(const std::optional<QDateTime> &time)
{
    return time && time->isValid() ? time->toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) : u"never"_s;
}

QString counted(qint64 count, const QString &one, const QString &many)
{
    return u"%1 %2"_s.arg(count).arg(count == 1 ? one : many);
}

Result<void> confirmed(const QCommandLineParser &parser, const QString &name, const QString &what)
{
    if (parser.isSet(u"yes"_s))
        return {};
    std::fprintf(stderr, "%s\nType its name to go on: ", qUtf8Printable(what));
    QFile input;
    if (input.open(stdin, QIODevice::ReadOnly) && textOfUtf8(input.readLine(1024)).trimmed() == name)
        return {};
    return failure(Error::Kind::InvalidArgument,
                   u"Nothing was done: the name \"%1\" was not typed. In scripts, say --yes."_s.arg(name));
}

} // namespace GenMirror
