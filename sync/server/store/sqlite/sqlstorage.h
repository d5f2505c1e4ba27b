#pragma once

#include "model/core/treestorage.h"
#include "sync/server/store/sqlite/treejournal.h"
#include "sync/sql/sqldatabase.h"

#include <QDateTime>

namespace GenMirror
{

/// All sets of a tree together.
struct TreeTotals {
    qint64 sets = 0;     ///< Living ones, the root included.
    qint64 members = 0;  ///< Objects and nested sets.
    qint64 removals = 0; ///< That are remembered.
    Generation floor;    ///< The highest.

    [[nodiscard]] qint64 objects() const { return members - (sets - 1); }
};

/// A TreeStorage in one SQLite file. Used by one thread at a time.
class SqlStorage final : public TreeStorage
{
public:
    struct Options {
        SqlDatabase::Mode mode = SqlDatabase::Mode::OpenOrCreate;
        qint64 maximumPages = 0; ///< For tests of a full disk.
        qint64 cacheBytes = 16 << 20;
        bool putsLogAway = false; ///< See SqlDatabase::Options.
        TimeSource time;
    };

    /// Opens or makes the file. A new one holds no tree yet: GenerationalTree::initialize makes it.
    [[nodiscard]] static Result<std::unique_ptr<SqlStorage>> open(const QString &fileName,
                                                                  const Options &options);

    [[nodiscard]] std::optional<Error> error() const override { return m_database->error(); }
    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    /// Until commitGroup() each transaction is a part of one: what it commits counts, and is on the disk,
    /// once that has gone well; what it rolls back is undone alone.
    [[nodiscard]] Result<void> beginGroup();
    /// Errors: those of the commit, or what ended the whole transaction before. Nothing of it is kept then.
    [[nodiscard]] Result<void> commitGroup();
    /// Of the write-ahead log; see SqlLog.
    [[nodiscard]] bool hasUntidyLog() const { return m_database->log().isUntidy(); }
    [[nodiscard]] Result<void> tidyLog() { return m_database->log().tidy(); }
    [[nodiscard]] Result<void> checkpoint() { return m_database->log().checkpoint(); }
    [[nodiscard]] bool needsReopening() const { return m_database->needsReopening(); }
    /// How the last commit failed on the disk, if it did.
    [[nodiscard]] const std::optional<Error> &commitFailure() const { return m_database->commitFailure(); }
    /// Commits nothing new over what a failed commit left in the log, so that nobody takes that for
    /// committed.
    [[nodiscard]] Result<void> writeOver();
    /// Of what the log holds and the file does not.
    [[nodiscard]] qint64 logBytes() const { return qint64(m_database->log().pages()) * PageBytes; }
    /// Puts what is in the log into the file, which is then whole without it once this is closed. Outside of
    /// transactions; nobody else may have it open.
    [[nodiscard]] Result<void> finish();
    /// For reading in one transaction; see ReadTransaction.
    [[nodiscard]] SqlDatabase &database() { return *m_database; }

    [[nodiscard]] TreeState state() override;
    void setState(const TreeState &state) override;
    [[nodiscard]] std::optional<SetRecord> findSet(const SetPath &path) override;
    void putSet(SetRecord &set) override;
    void putCounts(const SetRecord &set) override;
    void visitChildren(const SetRecord &parent, Generation after,
                       const std::function<bool(const SetRecord &)> &visit) override;
    [[nodiscard]] QList<SetRecord> rememberedChildren(const SetRecord &parent, qint64 limit) override;
    void visitSets(const std::function<bool(const SetRecord &)> &visit) override;
    void forgetSet(const SetRecord &set) override;
    [[nodiscard]] std::optional<MemberRecord> member(const SetRecord &set, const ObjectId &id) override;
    void putMember(const SetRecord &set, const MemberRecord &member) override;
    void eraseMember(const SetRecord &set, const ObjectId &id) override;
    void eraseAll(const SetRecord &set) override;
    void visitMembers(const SetRecord &set, Generation after, Generation upTo,
                      const std::function<bool(const MemberRecord &)> &visit) override;
    void renumberMembers(const SetRecord &set, Generation first) override;
    void putRemoval(const SetRecord &set, const ObjectId &id, Generation generation) override;
    bool eraseRemoval(const SetRecord &set, const ObjectId &id) override;
    void visitRemovals(const SetRecord &set, Generation after, Generation upTo,
                       const std::function<bool(const ObjectId &, Generation)> &visit) override;
    Generation dropRemovals(const SetRecord &set, qint64 keep) override;
    [[nodiscard]] std::optional<Generation> nthChange(Generation after, Generation removalsAfter,
                                                      qint64 n) override;
    [[nodiscard]] Generation highestFloor() override;
    void recordTransaction(Generation first, Generation last) override;
    [[nodiscard]] std::optional<std::pair<Generation, Generation>>
    transactionAt(Generation generation) override;
    void forgetTransactions() override;

    /// What the server notes beside the tree, in the same transactions.
    [[nodiscard]] TreeJournal &journal() { return m_journal; }
    // Errors of these are the database's first, also of something that was read before.
    [[nodiscard]] Result<TreeTotals> totals();
    /// Bytes of all objects of a set: what its contents cost a client.
    [[nodiscard]] Result<qint64> bytesOfSet(qint64 setKey);
    /// What SQLite finds wrong with the file, and sets that have another number of members or removals than
    /// they say; empty: it is sound. Takes as long as reading all of it.
    [[nodiscard]] Result<QStringList> integrityProblems();
    /// Of the file, without its log.
    [[nodiscard]] Result<qint64> fileBytes();
    /// The newest generation older than `days` days before `now`, under this collection; 0 if all are
    /// younger.
    [[nodiscard]] Result<Generation> newestOlderThan(qint64 days, const QDateTime &now);
    /// When the first transaction after a generation was made; none if there is none.
    [[nodiscard]] Result<std::optional<qint64>> firstAfter(Generation generation);
    /// Gives up to so many free pages back; whether there are more. The disk gets them by tidyLog(). Outside
    /// of transactions.
    [[nodiscard]] Result<bool> giveSpaceBack(qint64 pages);
    /// Everything but the history becomes what another file of this schema holds, in one transaction;
    /// `beforeCommit` runs in it.
    [[nodiscard]] Result<void> replaceWith(const QString &fileName,
                                           const std::function<void()> &beforeCommit);

private:
    SqlStorage(std::unique_ptr<SqlDatabase> database, TimeSource time)
        : m_database(std::move(database))
        , m_time(std::move(time))
        , m_journal(*m_database, m_time)
    {
    }

    static constexpr qint64 PageBytes = 2048; ///< Of files that are made now.
    void failGroupIfLost(const std::optional<Error> &cause);
    [[nodiscard]] Error damaged(const QString &what) const;
    /// None if it makes no sense; then that is the database's error.
    [[nodiscard]] std::optional<SetRecord> setOf(const SqlStatement &row);
    [[nodiscard]] std::optional<ObjectId> idOf(QByteArray text);
    /// The number in the one row of a statement that always has one.
    [[nodiscard]] Result<qint64> numberOf(SqlStatement row);

    std::unique_ptr<SqlDatabase> m_database;
    bool m_isGroup = false;
    std::optional<Error> m_groupFailure; ///< What ended the whole transaction.
    TimeSource m_time;
    TreeJournal m_journal;
};

} // namespace GenMirror
