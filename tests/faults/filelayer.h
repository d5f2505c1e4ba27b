#pragma once

#include <QByteArray>
#include <QFlags>

#include <cerrno>
#include <vector>

namespace GenMirror::Test
{

/// What a program does with files, in classes that fail alike.
enum class FileWork {
    Open = 1,
    Read = 2,
    Write = 4,
    Sync = 8,
    Truncate = 16,
    Remove = 32, ///< Of files and folders.
    Rename = 64, ///< And links.
    Lock = 128,
    Map = 256, ///< Of files into memory; SQLite's wal-index among them.
    MakeFolder = 512,
};
Q_DECLARE_FLAGS(FileWorks, FileWork)
Q_DECLARE_OPERATORS_FOR_FLAGS(FileWorks)

/// One fault to come.
struct FileFault {
    FileWorks works;
    int nth = 1;          ///< The first that fails, counted from 1 over all `works`.
    bool forEver = false; ///< And all that follow.
    int error = EIO;      ///< Its errno.
    /// A write that fails has half of its bytes written.
    bool torn = false;
    QByteArray ending; ///< Only files whose names end so; empty: all.
};

/// One thing that was done to the files of the watched folder, for playing it again.
struct FileEvent {
    enum class Kind {
        Create,
        Write,
        Truncate,
        Sync,
        Rename,
        Remove,
        MakeFolder,
        RemoveFolder,
        SyncFolder,
        Mark
    };
    Kind kind = Kind::Mark;
    int file = 0; ///< Which: a number that stays with the file under all its names.
    QByteArray path;
    QByteArray newPath;    ///< Of a rename.
    qint64 offset = 0;     ///< Of a write; the length that a truncation leaves; what a mark is told.
    QByteArray bytes = {}; ///< That were written.
};

/// The layer between a test's program, with all libraries in it (SQLite's VFS, Qt's files), and the C
/// library's functions on files: counts what is done in one folder, lets it fail as planned, and writes down
/// what was done. interposed.cpp puts it there.
///
/// From any thread. One folder, one fault at a time.
namespace FileLayer
{
/// From here on all in this folder, and in those within it, is counted. Empty: nothing any more.
void watch(const QByteArray &folder);

void arm(const FileFault &fault);
/// Tells how often it struck. No more faults.
int disarm();
[[nodiscard]] int strikes();
/// What the fault struck first, for messages: the function and the file.
[[nodiscard]] QByteArray struckAt();

/// Begins with empty hands: files that are there already are not part of it.
void startRecording();
/// E.g. that a commit was acknowledged: its place among all that was done counts.
void mark(qint64 told);
[[nodiscard]] std::vector<FileEvent> stopRecording();

} // namespace FileLayer

} // namespace GenMirror::Test
