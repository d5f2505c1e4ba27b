#pragma once

#include "model/core/treestorage.h"
#include "sync/server/treejournal.h"
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

/// A TreeStorage in one SQLite file. Lives on the thread that opened it.
class SqlStorage final : public TreeStorage
{
public:
    struct Options {
        bool readOnly = false;
        qint64 maximumPages = 0; ///< For tests of a full disk.
    };

    /// Opens or makes the file. A new one holds no tree yet: GenerationalTree::initialize makes it.
    [[nodiscard]] static Result<std::unique_ptr<SqlStorage>> open(const QString &fileName,
                                                                  const Options &options);
    /// Whether a tree was made in it.
    [[nodiscard]] bool holdsTree();

    [[nodiscard]] std::optional<Error> error() const override { return m_database->error(); }
    void begin() override { m_database->begin(); }
    [[nodiscard]] Result<void> commit() override { return m_database->commit(); }
    void rollback() override { m_database->rollback(); }
    /// Of the write-ahead log; see SqlLog.
    [[nodiscard]] bool hasUntidyLog() const { return m_database->log().isUntidy(); }
    void tidyLog() { m_database->log().tidy(); }
    /// All reads until commit() or rollback() see one state.
    void beginRead() { m_database->beginRead(); }

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
    [[nodiscard]] std::optional<Generation> nthChange(Generation after, qint64 n) override;
    [[nodiscard]] Generation highestFloor() override;
    void recordTransaction(Generation first, Generation last) override;
    [[nodiscard]] std::optional<std::pair<Generation, Generation>>
    transactionAt(Generation generation) override;
    void forgetTransactions() override;

    /// What the server notes beside the tree, in the same transactions.
    [[nodiscard]] TreeJournal &journal() { return m_journal; }
    [[nodiscard]] TreeTotals totals();
    /// Bytes of all objects of a set: what its contents cost a client.
    [[nodiscard]] qint64 bytesOfSet(qint64 setKey);
    /// Of the file, without its log.
    [[nodiscard]] qint64 fileBytes();
    /// Where the tree was at a time, under this collection; 0 if it did not exist yet.
    [[nodiscard]] Generation generationAt(const QDateTime &time);
    /// Gives up to so many free pages back; whether there are more. The disk gets them by tidyLog().
    [[nodiscard]] bool giveSpaceBack(qint64 pages);
    /// Everything but the history becomes what another file of this schema holds, in one transaction;
    /// `beforeCommit` runs in it.
    [[nodiscard]] Result<void> replaceWith(const QString &fileName,
                                           const std::function<void()> &beforeCommit);

private:
    explicit SqlStorage(std::unique_ptr<SqlDatabase> database)
        : m_database(std::move(database))
        , m_journal(*m_database)
    {
    }

    std::unique_ptr<SqlDatabase> m_database;
    TreeJournal m_journal;
};

} // namespace GenMirror
