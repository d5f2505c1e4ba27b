// What servers of another make answer, in its variety: spellings, pages, encodings, refusals.
#include "sync/cache/historyreader.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/classicserver.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <zlib.h>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using State = MirrorStatus::State;

namespace
{

QByteArray gzipped(const QByteArray &text)
{
    z_stream stream = {};
    if (deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib does not work");
    QByteArray input = text;
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(text.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = uInt(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        qFatal("zlib has not finished");
    packed.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

QByteArray compact(const QJsonValue &value)
{
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

SetKey keyOfKind(const QString &kind)
{
    return kind == "values"_L1 ? SetKey::ofValue() : SetKey();
}

} // namespace

class ClientClassicAnswersTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ClassicServer> m_server;
    std::unique_ptr<QTemporaryDir> m_directory;

    MirrorConfig config(const ClassicShape &shape = {})
    {
        return {.tree = u"data"_s,
                .directory = m_directory->path(),
                .pollMilliseconds = 10,
                .classic = ClassicSource{.urlTemplate = m_server->urlTemplate(), .shape = shape},
                .maximumBackOffMilliseconds = 50};
    }
    /// The texts of all objects, by the path of their set; sorted.
    QMap<QString, QByteArrayList> contents()
    {
        QMap<QString, QByteArrayList> contents;
        const auto stored = MirrorReader::open(m_directory->path(), u"data"_s).value();
        const auto sets = stored->sets();
        for (const MirrorSet &set : sets.value()) {
            QByteArrayList &texts =
                contents[set.path.isRoot() ? QString() : set.path.ids().last().toDisplay()];
            const auto visited = stored->visitObjects(set.key, [&](const MirrorObject &object) {
                texts.append(object.object.text);
                return true;
            });
            if (!visited)
                return {};
            std::ranges::sort(texts);
        }
        return contents;
    }
    /// One answer for each generation that was seen; nothing new to others.
    void answerWith(const QMap<qint64, QByteArray> &answers)
    {
        m_server->answer = [answers](qint64 since) {
            return answers.value(since, "{\"generation\":" + QByteArray::number(since) + '}');
        };
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ClassicServer>();
    }

    /// SGSet tells removals as strings, whatever the ids of the objects are; VGSet has values.
    void theOriginalsVariantsAreMirrored()
    {
        QFile file(QStringLiteral(VARIANTS));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray vectors = QJsonDocument::fromJson(file.readAll())["vectors"_L1].toArray();
        QCOMPARE(vectors.size(), 24);
        int followed = 0;
        for (const QJsonValue vector : vectors) {
            m_directory = std::make_unique<QTemporaryDir>();
            ClassicShape shape{.key = keyOfKind(vector["root"_L1].toString()), .sets = {}};
            const QJsonObject sets = vector["sets"_L1].toObject();
            for (auto set = sets.begin(); set != sets.end(); ++set)
                shape.sets.append({.segments = {set.key()}, .key = keyOfKind(set.value().toString())});
            QMap<qint64, QByteArray> answers;
            qint64 last = 0;
            for (const QJsonValue step : vector["steps"_L1].toArray()) {
                answers.insert(step["since"_L1].toInteger(), compact(step["updates"_L1]));
                last = step["updates"_L1]["generation"_L1].toInteger();
                ++followed;
            }
            answerWith(answers);
            MirrorSession session(config(shape));
            session.start();
            QTRY_COMPARE(session.status().generation.value, last);
            QMap<QString, QByteArrayList> expected;
            const QJsonObject final = vector["final"_L1].toObject();
            for (auto set = final.begin(); set != final.end(); ++set) {
                QByteArrayList &texts = expected[set.key()];
                for (const QJsonValue object : set.value().toArray())
                    texts.append(compact(object));
                std::ranges::sort(texts);
            }
            QCOMPARE(contents(), expected);
        }
        QVERIFY(followed > 300);
    }

    void aRemovalNamesTheObjectInEitherSpelling_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QByteArrayList>("left");
        const QByteArray numbers = "\"adds\":[{\"id\":7},{\"id\":8}]";
        const QByteArray strings = "\"adds\":[{\"id\":\"7\"},{\"id\":\"8\"}]";
        const QString id = u"id"_s;
        const auto row = [](const char *name) -> QTestData & { return QTest::newRow(name); };
        row("a string for a number") << id << numbers << "\"removals\":[\"7\"]"_ba
                                     << QByteArrayList{"{\"id\":8}"};
        row("a number for a string") << id << strings << "\"removals\":[7]"_ba
                                     << QByteArrayList{"{\"id\":\"8\"}"};
        row("a negative one") << id << "\"adds\":[{\"id\":-7}]"_ba
                              << "\"removals\":[\"-7\"]"_ba << QByteArrayList{};
        row("as it is") << id << "\"adds\":[{\"id\":7},{\"id\":\"7\"}]"_ba
                        << "\"removals\":[\"7\"]"_ba << QByteArrayList{"{\"id\":7}"};
        row("a nested set") << id << "\"adds\":[{\"id\":102,\"adds\":[{\"id\":1}]},{\"id\":8}]"_ba
                            << "\"removals\":[\"102\"]"_ba << QByteArrayList{"{\"id\":8}"};
        // Where either could be meant, it is meant as it stands.
        row("ids of both kinds") << id << "\"adds\":[{\"id\":7},{\"id\":\"8\"}]"_ba
                                 << "\"removals\":[\"7\"]"_ba
                                 << QByteArrayList{"{\"id\":\"8\"}", "{\"id\":7}"};
        row("told by the same update")
            << id << numbers << "\"adds\":[{\"id\":7,\"v\":2}],\"removals\":[\"7\"]"_ba
            << QByteArrayList{"{\"id\":7,\"v\":2}", "{\"id\":8}"};
        row("no number's spelling") << id << numbers << "\"removals\":[\"07\",\"7.0\",\" 7\",\"7e0\"]"_ba
                                    << QByteArrayList{"{\"id\":7}", "{\"id\":8}"};
        row("a value") << u"."_s << "\"adds\":[7,8]"_ba
                       << "\"removals\":[\"7\"]"_ba << QByteArrayList{"7", "8"};
        row("values as they are") << u"."_s << "\"adds\":[7,\"7\",[1, 2],{\"id\":3}]"_ba
                                  << "\"removals\":[\"7\",[1,2],{\"id\":3}]"_ba << QByteArrayList{"7"};
    }
    void aRemovalNamesTheObjectInEitherSpelling()
    {
        QFETCH(const QString, key);
        QFETCH(const QByteArray, first);
        QFETCH(const QByteArray, second);
        QFETCH(const QByteArrayList, left);
        answerWith({{0, "{\"generation\":5," + first + '}'}, {5, "{\"generation\":6," + second + '}'}});
        MirrorSession session(config({.key = SetKey::fromWord(key), .sets = {}}));
        session.start();
        QTRY_COMPARE(session.status().generation.value, 6);
        QCOMPARE(contents().value(QString()), left);
        QCOMPARE(contents().size(), 1);
    }

    void furtherPagesAreFollowed()
    {
        answerWith({{0, "{\"generation\":3,\"more\":true,\"adds\":[{\"id\":1},{\"id\":2}]}"},
                    {3, "{\"more\":true,\"generation\":5,\"adds\":[{\"id\":3}]}"},
                    {5, "{\"generation\":9,\"more\":false,\"adds\":[{\"id\":4}],\"removals\":[1]}"}});
        MirrorConfig slow = config();
        slow.pollMilliseconds = 3'600'000; // pages are not waited for
        MirrorSession session(slow);
        session.start();
        QTRY_COMPARE(session.status().generation.value, 9);
        QCOMPARE(session.status().state, State::Live);
        QCOMPARE(contents().value(QString()), QByteArrayList({"{\"id\":2}", "{\"id\":3}", "{\"id\":4}"}));
        const auto history = HistoryReader::open(m_directory->path(), u"data"_s).value();
        const auto records = history->records(10).value();
        QCOMPARE(records.size(), 1);
        QCOMPARE(records.first().cause, UpdateCause::FirstSync);
        QCOMPARE(records.first().added, 4);
        session.repair(); // page by page, too
        QTRY_COMPARE(history->records(10).value().size(), 2);
        QTRY_COMPARE(session.status().state, State::Live);
        QCOMPARE(history->records(10).value().first().cause, UpdateCause::Repair);
        QCOMPARE(contents().value(QString()), QByteArrayList({"{\"id\":2}", "{\"id\":3}", "{\"id\":4}"}));
    }

    void aBusyServerIsLeftAloneAsLongAsItAsks_data()
    {
        QTest::addColumn<QByteArray>("busy");
        const QByteArray rest = "Content-Length: 0\r\n\r\n";
        QTest::newRow("429") << QByteArray("HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\n" + rest);
        QTest::newRow("503") << QByteArray("HTTP/1.1 503 Busy\r\nRetry-After:  1 \r\n" + rest);
        QTest::newRow("a date") << QByteArray("HTTP/1.1 503 Busy\r\nDate: Thu, 01 Jan 2026 10:00:00 GMT\r\n"
                                              "Retry-After: Thu, 01 Jan 2026 10:00:01 GMT\r\n" +
                                              rest);
    }
    void aBusyServerIsLeftAloneAsLongAsItAsks()
    {
        QFETCH(const QByteArray, busy);
        QList<qint64> asked;
        QElapsedTimer clock;
        clock.start();
        m_server->wholeAnswer = [&](qint64) {
            asked.append(clock.elapsed());
            const QByteArray body = "{\"generation\":5,\"adds\":[{\"id\":1}]}";
            return asked.size() == 1 ? busy : QByteArray(ClassicServer::head(body.size()) + body);
        };
        MirrorSession session(config()); // by itself it would ask again within 50 ms
        session.start();
        QTRY_COMPARE(session.status().state, State::Offline);
        QVERIFY(session.status().askedToWait);
        QVERIFY2(session.status().problem.contains("left alone for 1 s"_L1),
                 qPrintable(session.status().problem));
        QTRY_COMPARE(session.status().generation.value, 5);
        QVERIFY2(asked[1] - asked[0] >= 950, qPrintable(QString::number(asked[1] - asked[0])));
        QVERIFY(!session.status().askedToWait);
    }

    void aPersonNeedNotWait()
    {
        bool isBusy = true;
        m_server->wholeAnswer = [&](qint64) {
            const QByteArray body = "{\"generation\":5,\"adds\":[{\"id\":1}]}";
            return isBusy
                       ? "HTTP/1.1 429 Slow down\r\nRetry-After: 99999999999\r\nContent-Length: 0\r\n\r\n"_ba
                       : QByteArray(ClassicServer::head(body.size()) + body);
        };
        MirrorSession session(config());
        session.start();
        QTRY_COMPARE(session.status().state, State::Offline);
        QVERIFY(session.status().problem.contains("left alone for 3600 s"_L1)); // an hour at most
        isBusy = false;
        session.refresh();
        QTRY_COMPARE(session.status().state, State::Live);
    }

    void encodingsAreTakenOff_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("body");
        const QByteArray body = "{\"generation\":5,\"adds\":[{\"id\":1},{\"id\":2}]}";
        const QByteArray gzip = "Content-Encoding: gzip\r\n";
        QTest::newRow("none") << QByteArray() << body;
        QTest::newRow("identity") << "Content-Encoding: identity\r\n"_ba << body;
        QTest::newRow("a byte order mark") << QByteArray() << QByteArray("\xef\xbb\xbf" + body);
        QTest::newRow("gzip") << gzip << gzipped(body);
        QTest::newRow("gzip and a byte order mark") << gzip << gzipped("\xef\xbb\xbf" + body);
        QTest::newRow("gzip in two parts")
            << gzip << QByteArray(gzipped(body.first(9)) + gzipped(body.sliced(9)));
        QTest::newRow("much gzip") << gzip << gzipped(body.chopped(1) + QByteArray(20'000'000, ' ') + '}');
        QTest::newRow("deflate") << "Content-Encoding: deflate\r\n"_ba << qCompress(body).sliced(4);
    }
    void encodingsAreTakenOff()
    {
        QFETCH(const QByteArray, fields);
        QFETCH(const QByteArray, body);
        m_server->wholeAnswer = [&](qint64 since) {
            const QByteArray nothing = "{\"generation\":5}";
            return since > 0 ? QByteArray(ClassicServer::head(nothing.size()) + nothing)
                             : QByteArray(ClassicServer::head(body.size(), fields) + body);
        };
        MirrorSession session(config());
        session.start();
        QTRY_COMPARE(session.status().objects, 2);
        QTRY_COMPARE(session.status().state, State::Live);
    }

    /// Nothing of it is stored, and the sentence says what is wrong.
    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("sentence");
        const QByteArray good = "{\"generation\":5,\"adds\":[{\"id\":1,\"text\":\"hello\"}]}";
        const auto row = [](const QByteArray &name, const QByteArray &body, const QString &sentence,
                            const QByteArray &fields = {}) {
            QTest::newRow(name.constData())
                << QByteArray(ClassicServer::head(body.size(), fields) + body) << sentence;
        };
        const QByteArray packed = gzipped(good);
        const QByteArray gzip = "Content-Encoding: gzip\r\n";
        for (const qsizetype cut : {1, 4, 8, 9, 12, 30}) // the last 8 are a checksum and the length
            row("gzip, cut by " + QByteArray::number(cut), packed.chopped(cut), u"was cut off"_s, gzip);
        row("nothing", {}, u"answers with no update (status 200)"_s, gzip);
        QByteArray changed = packed;
        changed[changed.size() - 6] = char(changed[changed.size() - 6] ^ 1);
        row("gzip with another checksum", changed, u"compression is damaged"_s, gzip);
        row("gzip and more", packed + "more", u"compression is damaged"_s, gzip);
        row("no gzip", good, u"compression is damaged"_s, gzip);
        row("an encoding that was not asked for", good, u"encoding that was not asked for, \"br\""_s,
            "Content-Encoding: br\r\n");

        const auto generation = [&row](const QByteArray &text, const QString &sentence) {
            row("generation " + text, "{\"generation\":" + text + ",\"adds\":[{\"id\":1}]}", sentence);
        };
        generation("\"5\"", u"\"generation\" is the string \"5\"; it must be a number"_s);
        generation("5.0", u"\"generation\" is written 5.0; it must be written in digits alone"_s);
        generation("5e0", u"\"generation\" is written 5e0; it must be written in digits alone"_s);
        generation("-5", u"\"generation\" is -5, but generations begin with 1."_s);
        generation("0", u"\"generation\" is 0, but generations begin with 1."_s);
        generation("9223372036854775808", u"\"generation\" is 9223372036854775808, which is more than"_s);
        generation("null", u"\"generation\" is null; it must be an integer"_s);
        generation("[5]", u"\"generation\" is [5]; it must be an integer"_s);
        row("no generation", "{\"adds\":[{\"id\":1}]}", u"holds no \"generation\""_s);
        row("more that is no flag", "{\"generation\":5,\"more\":1}", u"\"more\" must be true or false"_s);
        row("values where objects should be", "{\"generation\":5,\"adds\":[\"a\"]}", u"is not usable"_s);

        row("a long field in the head", good, u"head of the answer"_s,
            "X: " + QByteArray(300'000, 'x') + "\r\n");
        QByteArray fields;
        for (int n = 0; n < 300; ++n)
            fields += "X-" + QByteArray::number(n) + ": " + QByteArray(1000, 'x') + "\r\n";
        row("many fields in the head", good, u"head of the answer"_s, fields);
        row("a head that is a little too long", good, u"more than 64 KiB are not taken"_s,
            "X: " + QByteArray(66'000, 'x') + "\r\n");
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const QString, sentence);
        m_server->wholeAnswer = [&](qint64) { return answer; };
        MirrorConfig patient = config();
        patient.requestTimeoutMilliseconds = 3'600'000; // no wrong answer is waited for
        MirrorSession session(patient);
        session.start();
        QTRY_COMPARE(session.status().state, State::Offline);
        QVERIFY2(session.status().problem.contains(sentence), qPrintable(session.status().problem));
        QCOMPARE(session.status().objects, 0);
        QVERIFY(session.status().generation.isNone());
    }
};

QTEST_GUILESS_MAIN(ClientClassicAnswersTest)
#include "client_classic_answers_test.moc"
