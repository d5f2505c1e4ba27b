#include "sync/cache/mirrorverifier.h"

#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/cache/mirrorfiles.h"
#include "sync/sql/readtransaction.h"

#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Finding = Verification::Finding;

/// Of what SQLite's check says: the rows are there, and their indexes can be made anew from them.
bool isOfIndexOnly(const QString &problem)
{
    return problem.contains("missing from index"_L1) || problem.contains("of entries in index"_L1) ||
           problem.contains("non-unique entry in index"_L1);
}

QString sentenceOf(const Verification &verification, const QString &difference)
{
    switch (verification.finding) {
    case Finding::Equal:
        return Sentences::tr("Verified against the server's digest of generation %1.")
            .arg(verification.state.generation.value);
    case Finding::Different:
        return Sentences::tr("The mirror is damaged: %1. It can be repaired from its server.")
            .arg(difference);
    case Finding::FoundDifferent:
        return Sentences::tr("Found different: all is as it was stored, but the server's digest of "
                             "generation %1 was another. "
                             "The mirror has to be repaired from its server.")
            .arg(verification.state.generation.value);
    case Finding::NeverCompared:
        return Sentences::tr(
            "Not proved: all is as it was stored, but was never compared with the server. Mirror it again.");
    case Finding::NeverSynced:
        return Sentences::tr("Never synced: there is nothing in the mirror that could be verified.");
    case Finding::CatchingUp:
        return Sentences::tr(
            "The mirror is catching up: what is stored so far adds up, but is no state that the "
            "server ever had. Mirror it again, then verify.");
    case Finding::NotComparable:
        return Sentences::tr("Not proved: this server gives no digests. All is as it was stored, but whether "
                             "the server has the "
                             "same cannot be told.");
    }
    return {};
}

} // namespace

QString nameOf(Finding finding)
{
    switch (finding) {
    case Finding::Equal:
        return u"equal"_s;
    case Finding::Different:
        return u"different"_s;
    case Finding::FoundDifferent:
        return u"found different"_s;
    case Finding::NeverCompared:
        return u"never compared"_s;
    case Finding::NeverSynced:
        return u"never synced"_s;
    case Finding::CatchingUp:
        return u"catching up"_s;
    case Finding::NotComparable:
        return u"not comparable"_s;
    }
    return {};
}

class MirrorVerifier::Private
{
public:
    /// A part of the sum: of rows that were read, or of what an update changes among them.
    struct Sum {
        Digest digest;
        QHash<qint64, qint64> objects; ///< By set.

        void add(const Sum &other)
        {
            digest += other.digest;
            for (auto count = other.objects.cbegin(); count != other.objects.cend(); ++count)
                objects[count.key()] += count.value();
        }
    };

    [[nodiscard]] const QByteArray &pathJsonOf(qint64 set);
    void read(qint64 rows);
    void readRows(qint64 rows);
    void readIds(qint64 entries);
    void readSetRows(qint64 entries);
    void indexDiffers(qint64 row);
    void addSets();
    void judge(Verification &verification);
    void differ(const QString &what);
    [[nodiscard]] Result<void> checkFile();

    std::unique_ptr<SqlDatabase> database;
    /// The rows come last: what is added while they are read comes after them.
    enum class Part { Ids, SetRows, Rows };
    Part part = Part::Ids;
    std::pair<qint64, QByteArray> lastId{-1, {}}; ///< The last entries that were read, by set.
    std::pair<qint64, qint64> lastSetRow{-1, 0};
    qint64 last = 0; ///< The last row that was read.
    bool more = true;
    bool indexesDiffer = false;
    Sum sum;
    Sum pending; ///< Of the update under way.
    QHash<qint64, QByteArray> paths;
    QString difference; ///< The first that was found.
};

void MirrorVerifier::Private::differ(const QString &what)
{
    if (difference.isEmpty())
        difference = what;
}

/// Empty: there is no such set. A set's path never changes, and its key is never used again.
const QByteArray &MirrorVerifier::Private::pathJsonOf(qint64 set)
{
    const auto known = paths.constFind(set);
    if (known != paths.cend())
        return *known;
    SqlStatement row = database->statement(u"set_path"_s);
    row.bind(set);
    return *paths.insert(set, row.next() ? row.bytes(0) : QByteArray());
}

void MirrorVerifier::Private::indexDiffers(qint64 row)
{
    indexesDiffer = true;
    differ(Sentences::tr("an index names an object in row %1, which is not there").arg(row));
}

void MirrorVerifier::Private::readIds(qint64 entries)
{
    SqlStatement row = database->statement(u"verify_ids"_s);
    row.bind(lastId.first).bind(lastId.second).bind(entries);
    qint64 count = 0;
    for (; row.next(); ++count) {
        lastId = {row.integer(0), row.bytes(1)};
        if (row.integer(3) != 1)
            indexDiffers(row.integer(2));
    }
    if (count < entries)
        part = Part::SetRows;
}

void MirrorVerifier::Private::readSetRows(qint64 entries)
{
    SqlStatement row = database->statement(u"verify_set_rows"_s);
    row.bind(lastSetRow.first).bind(lastSetRow.second).bind(entries);
    qint64 count = 0;
    for (; row.next(); ++count) {
        lastSetRow = {row.integer(0), row.integer(1)};
        if (row.integer(2) != 1)
            indexDiffers(row.integer(1));
    }
    if (count < entries)
        part = Part::Rows;
}

void MirrorVerifier::Private::read(qint64 rows)
{
    switch (part) {
    case Part::Ids:
        return readIds(rows);
    case Part::SetRows:
        return readSetRows(rows);
    case Part::Rows:
        return readRows(rows);
    }
}

void MirrorVerifier::Private::readRows(qint64 rows)
{
    SqlStatement row = database->statement(u"verify_rows"_s);
    row.bind(last).bind(rows);
    more = false;
    while (row.next()) {
        more = true;
        last = row.integer(0);
        const qint64 set = row.integer(1);
        const QByteArray &path = pathJsonOf(set);
        if (path.isEmpty())
            differ(Sentences::tr("the object in row %1 belongs to no set").arg(last));
        if (row.integer(4) != last || row.integer(5) != 1) {
            indexesDiffer = true;
            differ(Sentences::tr("the object in row %1 is not found by its id").arg(last));
        }
        sum.digest += Digest::ofObject(path, ObjectId::fromCanonical(row.bytes(2)), row.view(3));
        ++sum.objects[set];
    }
}

void MirrorVerifier::Private::addSets()
{
    QHash<qint64, SetPath> known;
    SqlStatement row = database->statement(u"sets"_s);
    while (row.next()) { // parents first
        const MirrorSet set = mirrorSetOf(*database, row);
        known.insert(set.key, set.path);
        const qint64 counted = sum.objects.take(set.key);
        if (counted != set.objects)
            differ(
                Sentences::tr("the set %1 has another number of objects than it should (%2 in place of %3)")
                    .arg(textOfUtf8(set.path.toJson()))
                    .arg(counted)
                    .arg(set.objects));
        if (set.path.isRoot())
            continue;
        if (!known.contains(set.parent) || known.value(set.parent) != set.path.parent())
            differ(Sentences::tr("the set %1 is not within the set that it should be in")
                       .arg(textOfUtf8(set.path.toJson())));
        sum.digest += Digest::ofNestedSet(set.path.parent().toJson(), set.path.ids().constLast());
    }
}

void MirrorVerifier::Private::judge(Verification &verification)
{
    const MirrorState &state = verification.state;
    SqlStatement row = database->statement(u"history"_s);
    row.bind(std::numeric_limits<qint64>::max()).bind(1);
    const auto newest = row.next() ? std::optional(historyRecordOf(*database, row)) : std::nullopt;
    if (state.generation.isNone() && newest)
        differ(Sentences::tr("it was emptied"));
    if (verification.digest != state.digest)
        differ(Sentences::tr("its objects add up to %1, it should be %2")
                   .arg(QString::fromLatin1(verification.digest.toHex()),
                        QString::fromLatin1(state.digest.toHex())));
    const bool isState = !state.generation.isNone() && !state.catchingUp;
    if (isState && newest && newest->digest != Digest() && // of an old schema
        (newest->digest != state.digest || newest->to != state.generation))
        differ(Sentences::tr("it does not stand where its history ends"));
    if (!difference.isEmpty())
        verification.finding = Finding::Different;
    else if (state.generation.isNone())
        verification.finding = Finding::NeverSynced;
    else if (state.catchingUp)
        verification.finding = Finding::CatchingUp;
    else if (state.collection.isNone())
        verification.finding = Finding::NotComparable;
    else if (!newest)
        verification.finding = Finding::NeverCompared;
    else
        verification.finding = newest->verified ? Finding::Equal : Finding::FoundDifferent;
}

Result<void> MirrorVerifier::Private::checkFile()
{
    SqlStatement row = database->statement(u"integrity"_s);
    while (row.next()) {
        const QString problem = row.text(0);
        if (problem == "ok"_L1)
            part = Part::Rows; // the indexes were looked at
        else if (!isOfIndexOnly(problem))
            failAsDamaged(*database, problem + u'.');
        else if (!std::exchange(indexesDiffer, true))
            differ(problem);
    }
    return unlessFailed(*database, Result<void>());
}

MirrorVerifier::MirrorVerifier(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

MirrorVerifier::~MirrorVerifier() = default;

Result<std::unique_ptr<MirrorVerifier>> MirrorVerifier::open(const QString &directory, const QString &tree)
{
    auto database = openToRead(directory, tree);
    if (!database)
        return failureOf(database);
    auto d = std::make_unique<Private>();
    d->database = *std::move(database);
    return std::unique_ptr<MirrorVerifier>(new MirrorVerifier(std::move(d)));
}

Result<bool> MirrorVerifier::readOn(qint64 rows)
{
    return inReadTransaction(*d->database, [&] {
        d->read(rows);
        return d->more;
    });
}

Result<Verification> MirrorVerifier::finish()
{
    return inReadTransaction(*d->database, [this] {
        Verification verification{.state = mirrorStateOf(*d->database)};
        for (const qint64 count : std::as_const(d->sum.objects))
            verification.objects += count;
        d->addSets();
        verification.digest = d->sum.digest;
        d->judge(verification);
        verification.indexesDiffer = d->indexesDiffer;
        verification.sentence = sentenceOf(verification, d->difference);
        return verification;
    });
}

void MirrorVerifier::note(const UpdateApplier::ObjectChange &change)
{
    if (change.row > d->last)
        return; // it will be read as it is then
    const QByteArray path = change.set.path.toJson();
    if (change.before)
        d->pending.digest -= Digest::ofObject(path, change.id, *change.before);
    if (change.after)
        d->pending.digest += Digest::ofObject(path, change.id, *change.after);
    d->pending.objects[change.set.key] += qint64(change.after != nullptr) - qint64(change.before != nullptr);
}

void MirrorVerifier::keep()
{
    d->sum.add(std::exchange(d->pending, {}));
}

void MirrorVerifier::drop()
{
    d->pending = {};
}

Result<Verification> MirrorVerifier::verify(const QString &directory, const QString &tree)
{
    auto verifier = open(directory, tree);
    if (!verifier)
        return failureOf(verifier);
    SqlDatabase &database = *(*verifier)->d->database;
    return inReadTransaction(database, [&]() -> Result<Verification> {
        if (auto sound = (*verifier)->d->checkFile(); !sound)
            return failureOf(sound);
        constexpr qint64 portion = 10'000;
        auto more = (*verifier)->readOn(portion);
        while (more && *more)
            more = (*verifier)->readOn(portion);
        return more ? (*verifier)->finish() : failureOf(more);
    });
}

} // namespace GenMirror
