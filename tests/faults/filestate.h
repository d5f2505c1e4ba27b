#pragma once

#include <QByteArrayList>
#include <QString>

namespace GenMirror::Test
{

/// All rows of all tables of an SQLite file as text, for comparing: looked at with SQLite alone, beside the
/// product. Times are left out, for they differ from run to run; so do collections, which are told only as
/// one of `known` or another, where there are any. "damaged: …" where PRAGMA integrity_check is not content;
/// "no file".
///
/// In the open transaction of nobody: what is committed.
[[nodiscard]] QByteArray rowsOf(const QString &fileName, const QByteArrayList &known = {});

/// The collections that a folder was made with, in a file of its own.
void noteCollections(const QString &folder, const QByteArrayList &collections);
[[nodiscard]] QByteArrayList notedCollections(const QString &folder);

/// As text what a server's data directory holds: its files, of trees and backups all rows. What is noted of
/// attempts, of clients and of the server itself does not count, nor what work left behind in folders of its
/// own (the next start removes it) or set aside.
[[nodiscard]] QByteArray rowsOfDataDirectory(const QString &directory, const QByteArrayList &known = {});

/// The first line in which two of these differ, for messages.
[[nodiscard]] QByteArray firstDifference(const QByteArray &actual, const QByteArray &expected);

/// Copies the files and folders of a folder into another, which is made; lock files excepted. As after a
/// kill: also without what SQLite keeps in shared memory.
void copyFolder(const QString &from, const QString &to, bool asAfterKill = false);

} // namespace GenMirror::Test
