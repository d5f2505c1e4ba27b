#pragma once

#include "model/core/result.h"

#include <QDateTime>
#include <QList>

namespace GenMirror
{

/// Where a server keeps files that it cannot use and does not remove: `.aside/TIME.TREE/`, each with the
/// reason in `why.txt`. They are there for a person, who may look into them and remove them.
class SetAside
{
public:
    struct Entry {
        QString folder; ///< Below the data directory.
        QString tree;
        QDateTime at; ///< UTC.
        QString why;
        qint64 bytes = 0;
    };

    /// `directory`: the data directory.
    explicit SetAside(QString directory);

    /// Moves the files with these names, as far as they are there, out of the way, in this order; tells the
    /// folder, below the data directory, or nothing if there were none. All are moved or none. Errors: Full,
    /// Storage.
    [[nodiscard]] Result<QString> take(const QString &tree, const QStringList &fileNames,
                                       const QString &why) const;
    /// Moves what was taken to where it was, a folder: all or nothing. Nothing taken: nothing to do.
    [[nodiscard]] Result<void> giveBack(const QString &taken, const QString &folder) const;
    /// The newest, at most so many.
    [[nodiscard]] Result<QList<Entry>> list(qsizetype limit) const;

private:
    const QString m_directory;
};

} // namespace GenMirror
