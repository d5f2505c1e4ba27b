#pragma once

#include "app/genmirrorctl/api.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace GenMirror
{

/// Columns as wide as they have to be; the last one is not padded.
void printTable(const QStringList &head, const QList<QStringList> &rows);

/// The strings of an array, with spaces between.
[[nodiscard]] QString joined(const QJsonValue &list);
/// Prints the list under `member` of an answer as a table; if --json was asked for, the answer itself.
[[nodiscard]] Result<int> listed(const QCommandLineParser &parser, const Result<QByteArray> &answer,
                                 const QString &member, const QStringList &head,
                                 const std::function<QStringList(const QJsonObject &)> &rowOf);

/// "12.3 MiB".
[[nodiscard]] QString bytesText(qint64 bytes);
/// A time of the wire in this place's time: "2026-01-31 12:00:00"; "never" if there is none.
[[nodiscard]] QString timeText(const QJsonValue &time);
/// 1 client, 2 clients.
[[nodiscard]] QString counted(qint64 count, const QString &one, const QString &many);

/// Asks the server of the command line; its answer as it came.
[[nodiscard]] Result<QByteArray> askAdmin(const QCommandLineParser &parser, const QByteArray &method,
                                          const QByteArray &path, const QJsonObject &body = {});

/// Before what cannot be undone: --yes, or the name typed on standard input. InvalidArgument if it is
/// neither.
[[nodiscard]] Result<void> confirmed(const QCommandLineParser &parser, const QString &name,
                                     const QString &what);

} // namespace GenMirror
