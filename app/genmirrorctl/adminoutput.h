#pragma once

#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"

#include <QStringList>

namespace GenMirror
{

/// Columns as wide as they have to be; the last one is not padded. Cells as printText() has them.
void printTable(const QStringList &head, QList<QStringList> rows);

/// Prints a list as a table; if --json was asked for, the answer itself.
template <typename T, typename RowOf>
[[nodiscard]] Result<int> listed(const QCommandLineParser &parser, const Result<Answer<QList<T>>> &answer,
                                 const QStringList &head, RowOf rowOf)
{
    if (!answer)
        return failureOf(answer);
    if (parser.isSet(QStringLiteral("json"))) {
        printLine(answer->text);
        return 0;
    }
    QList<QStringList> rows;
    for (const T &value : answer->value)
        rows.append(rowOf(value));
    printTable(head, rows);
    return 0;
}

/// "12.3 MiB".
[[nodiscard]] QString bytesText(qint64 bytes);
/// In this place's time: "2026-01-31 12:00:00"; "never" if there is none.
[[nodiscard]] QString timeText(const std::optional<QDateTime> &time);
/// 1 client, 2 clients.
[[nodiscard]] QString counted(qint64 count, const QString &one, const QString &many);

/// Before what cannot be undone: --yes, or the name typed on standard input. InvalidArgument if it is
/// neither.
[[nodiscard]] Result<void> confirmed(const QCommandLineParser &parser, const QString &name,
                                     const QString &what);

} // namespace GenMirror
