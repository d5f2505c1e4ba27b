#include "sync/protocol/adminanswers.h"
#include "sync/protocol/batchreader.h"
#include "sync/protocol/requests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>
#include <limits>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

using Read = std::function<Result<QByteArray>(const QByteArray &)>; ///< What was read, written again.

/// A document that has all its members, those that may be left out, and how it is read.
struct Case {
    QByteArray written;
    QStringList optional;
    Read again;
};

template <typename T>
Case caseOf(const T &value, Result<T> (*read)(const QByteArray &), const QStringList &optional = {})
{
    return {.written = toJson(value), .optional = optional, .again = [read](const QByteArray &json) {
                return read(json).map([](const T &what) { return toJson(what); });
            }};
}

const auto collection = CollectionId::fromHex("00112233445566778899aabbccddeeff").value_or(CollectionId());
const auto digest = Digest::fromHex(QByteArray(64, 'a')).value_or(Digest());
const auto set = SetPath::fromJson(R"(["a\"b",7])").value_or(SetPath());
const QDateTime noon(QDate(2030, 1, 31), QTime(12, 0, 0, 123), Qt::UTC);
const QString hostile = u"\"\\\n\u202e\u0000<b>ä\U0001f600"_s;

TreeListing listing()
{
    return {.tree = u"main"_s,
            .problem = {},
            .collection = collection,
            .generation = {std::numeric_limits<qint64>::max()},
            .digest = digest,
            .objects = 1,
            .removals = 2,
            .floor = {3},
            .bytes = 4,
            .writesAMinute = 5,
            .sets = 6};
}

Case reading(const QByteArray &written, const QStringList &optional, const Read &again)
{
    return {.written = written, .optional = optional, .again = again};
}

QMap<QByteArray, Case> answers()
{
    const TreePlace place{.collection = collection, .generation = {4}, .setAside = u"aside/x"_s};
    const TokenListing token{.id = u"0123456789ab"_s,
                             .name = hostile,
                             .role = u"editor"_s,
                             .trees = {u"user.*"_s, hostile},
                             .created = noon,
                             .expires = noon,
                             .text = {}};
    const BackupListing backup{.backup = u"b"_s,
                               .at = noon,
                               .trees = {u"main"_s},
                               .bytes = 9,
                               .missing = {{.tree = u"other"_s, .problem = hostile}}};
    const TreeVerification found{.equal = true,
                                 .collection = collection,
                                 .generation = {7},
                                 .digest = digest,
                                 .expected = digest,
                                 .objects = 3,
                                 .problems = {}};
    const HistoryPage history{.entries = {{.number = 1,
                                           .collection = collection,
                                           .first = {1},
                                           .last = {2},
                                           .at = noon,
                                           .what = u"reset"_s,
                                           .who = hostile,
                                           .agent = hostile,
                                           .reason = hostile,
                                           .sets = {{set, 1, 2, 3, 4, 5, true}}}},
                              .more = true};
    TokenListing withText = token;
    withText.text = "gmt_0123456789ab_x";
    return {
        {"tree page", caseOf<TreePage>({.trees = {listing(), {.tree = u"bad"_s, .problem = hostile}},
                                        .more = true,
                                        .setAside = {{u"main"_s, u"aside/1"_s, noon, 12, hostile}}},
                                       &readTreePage, {u"set_aside"_s})},
        {"tree",
         caseOf<TreeDetails>({.tree = listing(), .sets = {{set, SetKey(), 1, 2, {3}, 4}}}, &readTreeDetails)},
        {"made tree", reading(madeTreeToJson(u"main"_s, place), {u"set_aside"_s},
                              [](const QByteArray &json) {
                                  return readMadeTree(json, u"main"_s).map([](const TreePlace &made) {
                                      return madeTreeToJson(u"main"_s, made);
                                  });
                              })},
        {"place", caseOf(place, &readTreePlace, {u"set_aside"_s})},
        {"batch", caseOf<BatchDone>({.collection = collection, .range = {{3}, {4}}}, &readBatchDone)},
        {"history", reading(historyPageToJson(u"main"_s, history),
                            {u"reason"_s, u"sets_created"_s, u"sets_removed"_s, u"with_nested"_s},
                            [](const QByteArray &json) {
                                return readHistoryPage(json, u"main"_s).map([](const HistoryPage &page) {
                                    return historyPageToJson(u"main"_s, page);
                                });
                            })},
        {"who", caseOf<WhoAmI>({.name = hostile, .role = u"admin"_s, .trees = {u"*"_s}, .isOpen = true},
                               &readWhoAmI)},
        {"compaction",
         caseOf<CompactionListing>(
             {.dropped = 3,
              .sets = {{set, 3, {9}}},
              .clients = {{u"c"_s, u"main"_s, hostile, u"::1"_s, hostile, {0}, {5}, noon, 1, 2, true, true}},
              .bytes = 2},
             &readCompactionListing)},
        {"verification",
         reading(verificationToJson(u"main"_s, found), {},
                 [](const QByteArray &json) {
                     return readTreeVerification(json, u"main"_s).map([](const TreeVerification &read) {
                         return verificationToJson(u"main"_s, read);
                     });
                 })},
        {"backup", caseOf(backup, &readBackup, {u"missing"_s, u"missing.tree"_s})},
        {"backups",
         caseOf<QList<BackupListing>>({backup}, &readBackups, {u"missing"_s, u"backups.missing.tree"_s})},
        {"clients", caseOf<QList<ClientListing>>({{.client = u"c"_s,
                                                   .tree = u"main"_s,
                                                   .name = hostile,
                                                   .address = u"::1"_s,
                                                   .agent = hostile,
                                                   .generation = {},
                                                   .sent = {5},
                                                   .lag = 3,
                                                   .certain = true,
                                                   .pushes = true,
                                                   .isConnected = true,
                                                   .bytes = 9,
                                                   .firstSeen = noon,
                                                   .lastSeen = noon}},
                                                 &readClients)},
        {"tokens", caseOf<QList<TokenListing>>({token}, &readTokens, {u"expires"_s})},
        {"token", caseOf(token, &readToken, {u"expires"_s})},
        {"new token", reading(newTokenToJson(withText), {u"expires"_s},
                              [](const QByteArray &json) {
                                  return readNewToken(json).map(
                                      [](const TokenListing &made) { return newTokenToJson(made); });
                              })},
        {"audit", caseOf<AuditPage>({.entries = {{1, noon, hostile, u"0123"_s, u"::1"_s, u"reset"_s,
                                                  u"main"_s, hostile, hostile}},
                                     .more = false},
                                    &readAuditPage)},
    };
}

/// Calls `changed` with the document in which one member, at any depth, is left out, and then is each of
/// `others`; `path` names it by its names.
void eachChange(const QJsonValue &value, const QString &path,
                const std::function<void(const QString &, const QJsonValue &)> &changed)
{
    if (value.isArray()) {
        for (qsizetype i = 0; i < value.toArray().size(); ++i)
            eachChange(value.toArray()[i], path, [&](const QString &name, const QJsonValue &element) {
                QJsonArray array = value.toArray();
                array[i] = element;
                changed(name, array);
            });
    }
    if (!value.isObject())
        return;
    const QJsonObject object = value.toObject();
    for (const QString &key : object.keys()) {
        const QString name = path.isEmpty() ? key : path + u'.' + key;
        QJsonObject without = object;
        without.remove(key);
        changed(name, without);
        const QJsonValue was = object[key];
        const bool isText = was.isString();
        for (const QJsonValue &other :
             {isText ? QJsonValue(5) : QJsonValue(u"x"_s), QJsonValue(QJsonObject()), QJsonValue(-1),
              QJsonValue(1.5), was.isArray() ? QJsonValue(true) : QJsonValue(QJsonArray{true, QJsonArray()}),
              was.isBool() ? QJsonValue(0) : QJsonValue(true)}) {
            QJsonObject with = object;
            with[key] = other;
            changed(name, with);
        }
        eachChange(was, name, [&](const QString &inner, const QJsonValue &element) {
            QJsonObject with = object;
            with[key] = element;
            changed(inner, with);
        });
    }
}

} // namespace

/// The values of the wire: what is written is read, and nothing else is.
class ProtocolValuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const QByteArray &name : ::answers().keys())
            QTest::newRow(name.constData()) << name;
    }
    void answers()
    {
        QFETCH(QByteArray, name);
        const Case tried = ::answers()[name];
        const QJsonDocument document = QJsonDocument::fromJson(tried.written);
        QVERIFY2(document.isObject(), tried.written);
        const auto again = tried.again(tried.written);
        QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
        QCOMPARE(*again, tried.written);

        int refused = 0;
        eachChange(document.object(), {}, [&](const QString &member, const QJsonValue &changed) {
            const QByteArray json = QJsonDocument(changed.toObject()).toJson(QJsonDocument::Compact);
            const auto read = tried.again(json);
            const bool isLeftOut = tried.optional.contains(member) ||
                                   tried.optional.contains(member.section(u'.', -1)) ||
                                   member.contains(u"set."_s) || member.contains(u"key."_s);
            refused += int(!read);
            if (read && !isLeftOut)
                QFAIL(qPrintable(member + u" in "_s + QString::fromUtf8(json)));
            if (!read)
                QCOMPARE(read.error().kind, Error::Kind::Protocol);
        });
        QVERIFY(refused > 10);
        for (qsizetype size = 0; size < tried.written.size(); ++size)
            QVERIFY(!tried.again(tried.written.first(size)));
    }

    /// A tree that cannot be read says so and nothing else; one that cannot be told of is no empty one.
    void aTreeIsUsableOrHasAProblem()
    {
        const auto page = readTreePage(R"({"trees":[{"tree":"a","problem":"lost"}],"more":false})");
        QVERIFY(page && !page->trees.first().isUsable());
        QVERIFY(!readTreePage(R"({"trees":[{"tree":"a","problem":""}],"more":false})"));
        QVERIFY(!readTreePage(R"({"trees":[{"tree":"a"}],"more":false})"));
    }

    void ordersAreReadAsTheyWereWritten()
    {
        using By = CompactionOrder::By;
        for (const By by : {By::KeepRemovals, By::OlderThanDays, By::Before}) {
            const CompactionOrder order{
                .by = by, .value = 30, .set = set, .reason = u"why \"so\""_s, .dryRun = true};
            const auto read = readCompactionOrder(toJson(order));
            QVERIFY(read);
            QCOMPARE(toJson(*read), toJson(order));
            QCOMPARE(read->by, by);
            QCOMPARE(read->dryRun, true);
        }
        const auto reset = readResetOrder(toJson(ResetOrder{.reason = u"r"_s, .dropsObjects = true}));
        QVERIFY(reset && reset->dropsObjects && reset->reason == u"r"_s);
        const auto restore = readRestoreOrder(toJson(RestoreOrder{.backup = u"b"_s, .reason = u"r"_s}));
        QVERIFY(restore && restore->backup == u"b"_s && restore->reason == u"r"_s);
        const auto backup = readBackupOrder(toJson(BackupOrder{}));
        QVERIFY(backup && backup->name.isEmpty() && readBackupOrder({}));
        const TokenChange change{
            .name = u"n"_s, .role = u"admin"_s, .trees = QStringList{u"*"_s}, .expires = noon};
        const auto token = readTokenChange(toJson(change), noon.addDays(-1));
        QVERIFY(token && token->name == change.name && token->role == change.role);
        QVERIFY(token->trees == change.trees && token->expires == change.expires);
        const auto forEver = readTokenChange(toJson(TokenChange{.expires = QDateTime()}), noon);
        QVERIFY(forEver && forEver->expires && !forEver->expires->isValid() && !forEver->name);
        const auto options = readTreeOptions(writeTreeOptions({.maximumRemovals = 7}));
        QVERIFY(options);
        QCOMPARE(options->maximumRemovals, 7);
    }

    void ordersThatAreNoneAreRefused_data()
    {
        using Reads = std::function<std::optional<Error>(const QByteArray &)>;
        QTest::addColumn<Reads>("read");
        QTest::addColumn<QByteArrayList>("bodies");
        const auto by = [](auto reader) {
            return Reads([reader](const QByteArray &body) {
                const auto read = reader(body);
                return read ? std::nullopt : std::optional(read.error());
            });
        };
        const QByteArrayList never{"", "[]", "{", "null", "1", R"({"x":1})", R"({"reason":5})"};
        QTest::newRow("compaction") << by(&readCompactionOrder)
                                    << never + QByteArrayList{"{}",
                                                              R"({"before":-1})",
                                                              R"({"before":1.5})",
                                                              R"({"before":"1"})",
                                                              R"({"before":1,"keep_removals":1})",
                                                              R"({"older_than_days":36501})",
                                                              R"({"before":1,"dry_run":1})",
                                                              R"({"before":1,"set":"a"})",
                                                              R"({"before":1,"reason":"a\nb"})"};
        QTest::newRow("reset") << by(&readResetOrder)
                               << never + QByteArrayList{"{}", R"({"reason":" "})",
                                                         R"({"reason":"r","objects":"lose"})"};
        QTest::newRow("restore") << by(&readRestoreOrder)
                                 << never + QByteArrayList{"{}", R"({"backup":"b"})", R"({"reason":"r"})",
                                                           R"({"backup":"","reason":"r"})"};
        QTest::newRow("backup") << by(&readBackupOrder)
                                << never.sliced(1) + QByteArrayList{R"({"name":""})", R"({"name":3})"};
        QTest::newRow("token") << by([](const QByteArray &body) { return readTokenChange(body, noon); })
                               << never + QByteArrayList{R"({"name":" "})",
                                                         R"({"role":"king"})",
                                                         R"({"trees":"*"})",
                                                         R"({"expires":"soon"})",
                                                         R"({"expires":"2030-01-31T12:00:00Z"})",
                                                         R"({"name":"a\u202e"})"};
    }
    void ordersThatAreNoneAreRefused()
    {
        QFETCH(std::function<std::optional<Error>(const QByteArray &)>, read);
        QFETCH(QByteArrayList, bodies);
        for (const QByteArray &body : bodies) {
            const auto error = read(body);
            QVERIFY2(error, body);
            QCOMPARE(error->kind, Error::Kind::InvalidArgument);
            QVERIFY(!error->detail.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(ProtocolValuesTest)
#include "protocol_values_test.moc"
