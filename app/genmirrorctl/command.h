#pragma once

#include "model/core/result.h"

#include <QCommandLineParser>

#include <functional>
#include <span>

namespace GenMirror
{

/// One subcommand of genmirrorctl.
struct Command {
    QString name;
    QString arguments; ///< As --help shows them: "TREE FILE".
    QString summary;
    QList<QCommandLineOption> options;
    qsizetype positional = 0; ///< How many arguments it takes.
    /// Returns the exit code, or what went wrong. The parser holds options and arguments.
    std::function<Result<int>(const QCommandLineParser &, const QStringList &)> run;
};

[[nodiscard]] QList<Command> serverCommands();
[[nodiscard]] QList<Command> importCommands();
[[nodiscard]] QList<Command> cacheCommands();

/// Bytes to standard output, followed by a newline.
void printLine(const QByteArray &line);

/// The value of an integer option; InvalidArgument names it.
[[nodiscard]] Result<qint64> integerOption(const QCommandLineParser &parser, const QString &name,
                                           qint64 minimum);

} // namespace GenMirror
