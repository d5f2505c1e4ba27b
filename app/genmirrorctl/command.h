#pragma once

#include "model/core/result.h"
#include "model/core/setpath.h"

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
    qsizetype positional = 0; ///< How many arguments it needs.
    /// Returns the exit code, or what went wrong. The parser holds options and arguments.
    std::function<Result<int>(const QCommandLineParser &, const QStringList &)> run;
    /// Whether one that has the option --cache also needs it.
    enum class Cache { Needed, IfAsked } cache = Cache::Needed;
    qsizetype optional = 0; ///< How many more arguments it takes.
};

[[nodiscard]] QList<Command> serverCommands();
[[nodiscard]] QList<Command> importCommands();
[[nodiscard]] QList<Command> cacheCommands();
[[nodiscard]] QList<Command> historyCommands();
[[nodiscard]] QList<Command> mirrorCommands();
[[nodiscard]] QList<Command> maintenanceCommands();
[[nodiscard]] QList<Command> accessCommands();

/// What is printed is for a program: not even a terminal changes it (--json).
void printForPrograms();
/// Bytes to standard output, followed by a newline; on a terminal what could change how it shows the rest
/// stands as \uXXXX. After a failure nothing more is written; whoever prints
/// much asks hasOutputFailed() now and then, and main() ends with flushOutput().
void printLine(const QByteArray &line);
/// The same without a newline; whole characters.
void printBytes(const QByteArray &bytes);
/// The bytes and nothing else; on a terminal as printBytes(), with a newline after them for the eyes.
void printExactly(const QByteArray &bytes);
/// A line for a person: what could change how a terminal shows it stands as \uXXXX.
void printText(const QString &line);
/// The same on standard error.
void say(const QString &line);
[[nodiscard]] bool hasOutputFailed();
/// Whether all that was printed has arrived. Storage and Full say why not.
[[nodiscard]] Result<void> flushOutput();

/// The set that SET/… names, percent-encoded where needed; the root if it is empty.
[[nodiscard]] Result<SetPath> setOfPath(const QString &path);
/// The set and the id that SET/…/ID names, percent-encoded where needed.
[[nodiscard]] Result<std::pair<SetPath, ObjectId>> objectOfPath(const QString &path);

/// The value of an integer option; InvalidArgument names it.
[[nodiscard]] Result<qint64> integerOption(const QCommandLineParser &parser, const QString &name,
                                           qint64 minimum);

/// What is printed of an error: a server's own words, which are for programs and admins, else the sentence.
[[nodiscard]] inline QString wordsOf(const Error &error)
{
    return error.said.isEmpty() ? error.detail : error.said;
}

} // namespace GenMirror
