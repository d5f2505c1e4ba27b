#pragma once

#include "sync/server/store/backupfolders.h"

namespace GenMirror
{

class DataDirectory;
class TreeStore;

/// Copies every tree of a store into a folder, each as it is at one moment, and checks each copy:
/// TREE.sqlite, one file without a log. Who reads and writes the trees goes on. On any thread; takes as long
/// as reading the trees does.
///
/// One that cannot be read, is damaged, or cannot be copied at a second try either has no file there; it is
/// told of, with its problem, and noted in the store's health. The others are copied. Trees that are removed
/// meanwhile are left out.
///
/// Errors: Full (there is no room for a copy), and where there are trees but none could be copied what was
/// the matter with the first.
[[nodiscard]] Result<QList<BackupFolders::Missing>>
copyTrees(TreeStore &trees, const DataDirectory &directory, const WorkFolder &folder);

} // namespace GenMirror
