#pragma once

#include "model/core/treestorage.h"
#include "sync/server/store/catalogue/filestamp.h"
#include "sync/server/store/sqlite/sqlstorage.h"

#include <QHash>

#include <mutex>

namespace GenMirror
{

/// What is told of a tree in lists: all that is known of it without reading its objects.
struct TreeSummary {
    TreeState state;
    TreeTotals totals;
    qint64 bytes = 0; ///< Of its file.

    [[nodiscard]] static Result<TreeSummary> of(SqlStorage &storage);
};

/// What the server remembers of trees that it has not open, in `catalogue.db`.
///
/// It is derived: an entry counts only while the tree's file is what it was when the entry was made, and
/// losing all of them costs time alone. So a catalogue that cannot be read is made anew, and where it cannot
/// be written the server works without until it can. Thread-safe.
class TreeCatalogue
{
public:
    /// What a policy of compaction found: nothing to do before `due`, unless the tree changes.
    struct Settled {
        QString policy;
        qint64 due = 0; ///< Milliseconds since 1970.
    };

    explicit TreeCatalogue(QString fileName);
    ~TreeCatalogue();
    TreeCatalogue(const TreeCatalogue &) = delete;
    TreeCatalogue &operator=(const TreeCatalogue &) = delete;

    /// None if it has no entry for the tree whose file is as it is now.
    [[nodiscard]] std::optional<TreeSummary> find(const QString &tree, const FileStamp &now);
    /// Whether this policy has nothing to do with the tree at that time.
    [[nodiscard]] bool isSettled(const QString &tree, const FileStamp &now, const QString &policy,
                                 qint64 time);
    /// `stamp`: of the file that holds just this.
    void put(const QString &tree, const FileStamp &stamp, const TreeSummary &summary, const Settled &settled);
    void put(const QString &tree, const FileStamp &stamp, const TreeSummary &summary)
    {
        put(tree, stamp, summary, Settled());
    }
    void forget(const QString &tree);
    /// Writes down what came since. What cannot be written is said once in the log.
    void store();

private:
    struct Entry {
        FileStamp stamp;
        TreeSummary summary;
        Settled settled;
    };

    /// Also again, where it could not be used for a while.
    void open();
    [[nodiscard]] Result<void> openFile();
    [[nodiscard]] Result<void> removeFiles() const;
    [[nodiscard]] std::optional<Entry> entry(const QString &tree, const FileStamp &now);
    [[nodiscard]] Result<void> write();
    void storeLocked();
    void failed(const Error &error);

    std::mutex m_mutex;
    const QString m_fileName;
    std::unique_ptr<SqlDatabase> m_database;      ///< Null where it cannot be used.
    bool m_isToBeMadeAnew = false;                ///< What is there cannot be read.
    bool m_isToldOf = false;                      ///< That it cannot be used.
    QHash<QString, std::optional<Entry>> m_fresh; ///< Not written down yet; none: to be removed.
};

} // namespace GenMirror
