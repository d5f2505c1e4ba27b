// Mirrors of servers of another make: they answer the original's shape, and nothing else.
#include "sync/cache/historyreader.h"
#include "sync/client/mirrorsession.h"
#include "tests/support/classicserver.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace GenMirror;
using namespace GenMirror::Test;
using namespace Qt::StringLiterals;
using State = MirrorStatus::State;

class ClientClassicTest : public QObject
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
                .maximumBackOffMilliseconds = 50,
                .requestTimeoutMilliseconds = 2000};
    }
    std::unique_ptr<MirrorReader> reader()
    {
        return MirrorReader::open(m_directory->path(), u"data"_s).value();
    }
    /// Set path, as the vectors write it, to id and "v".
    QMap<QString, QMap<QString, qint64>> contents()
    {
        QMap<QString, QMap<QString, qint64>> contents;
        const auto stored = reader();
        const auto sets = stored->sets();
        for (const MirrorSet &set : sets.value()) {
            QStringList names;
            for (const ObjectId &id : set.path.ids())
                names.append(id.toDisplay());
            auto &objects = contents[names.join(u'/')];
            const auto visited = stored->visitObjects(set.key, [&](const MirrorObject &object) {
                const QJsonObject json = QJsonDocument::fromJson(object.object.text).object();
                objects.insert(object.object.id.toDisplay(), json["v"_L1].toInteger());
                return true;
            });
            if (!visited)
                return {};
        }
        return contents;
    }
    static QMap<QString, QMap<QString, qint64>>
    withoutEmptySets(QMap<QString, QMap<QString, qint64>> contents)
    {
        for (auto &objects : contents)
            objects.removeIf([](const auto &entry) { return entry.value() == 0; });
        contents.removeIf([](const auto &entry) { return entry.value().isEmpty(); });
        return contents;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ClassicServer>();
    }

    void theOriginalsAnswersAreMirrored_data()
    {
        QTest::addColumn<bool>("wrapped");
        QTest::addColumn<bool>("named");
        QTest::newRow("a bare update, sets by their shape") << false << false;
        QTest::newRow("within a larger answer, sets by their shape") << true << false;
        QTest::newRow("a bare update, sets named") << false << true;
    }
    void theOriginalsAnswersAreMirrored()
    {
        QFETCH(const bool, wrapped);
        QFETCH(const bool, named);
        QFile file(QStringLiteral(VECTORS));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray vectors = QJsonDocument::fromJson(file.readAll())["vectors"_L1].toArray();
        int followed = 0;
        for (const QJsonValue vector : vectors) {
            m_directory = std::make_unique<QTemporaryDir>();
            ClassicShape shape;
            const QJsonArray steps = vector["steps"_L1].toArray();
            for (const QJsonValue step : steps) {
                const QJsonArray set = step["set"_L1].toArray();
                QStringList path;
                for (const QJsonValue id : set)
                    path.append(id.toVariant().toString());
                if (named && step["op"_L1] == "set"_L1)
                    shape.sets.append(SetPattern::fromText(path.join(u'/')).value());
            }
            QMap<qint64, QByteArray> answers; // by what was seen, at the step that is played
            m_server->answer = [&](qint64 since) {
                const QByteArray update =
                    answers.value(since, "{\"generation\":" + QByteArray::number(since) + '}');
                return wrapped
                           ? QByteArray("{\"status\": \"ok\", \"user\": {\"generation\": 0}, \"updates\": " +
                                        update + '}')
                           : update;
            };
            std::unique_ptr<MirrorSession> session;
            qint64 seen = 0;
            for (const QJsonValue step : steps) {
                if (!step["op"_L1].isUndefined()) {
                    answers.clear();
                    continue;
                }
                const qint64 since = step["since"_L1].toInteger();
                const QJsonObject update = step["updates"_L1].toObject();
                if (since != seen || update["generation"_L1].toInteger() == seen)
                    continue;
                answers.insert(since, QJsonDocument(update).toJson(QJsonDocument::Compact));
                if (!session) {
                    session = std::make_unique<MirrorSession>(config(shape));
                    session->start();
                }
                seen = update["generation"_L1].toInteger();
                QTRY_COMPARE(session->status().generation.value, seen);
                QCOMPARE(session->status().state, State::Live);
                ++followed;
            }
            QVERIFY(session);
            QVERIFY(!session->status().verifiable && !session->status().verified);
            QCOMPARE(session->status().link, MirrorStatus::Link::Polling);
            QMap<QString, QMap<QString, qint64>> expected;
            const QJsonObject final = vector["final"_L1].toObject();
            for (auto set = final.begin(); set != final.end(); ++set) {
                auto &objects = expected[set.key()];
                for (const QJsonValue pair : set.value().toArray())
                    objects.insert(pair[0].toVariant().toString(), pair[1].toInteger());
            }
            if (named) {
                QCOMPARE(contents(), expected);
            } else { // an empty set looks like an object that has an id and nothing else
                QCOMPARE(withoutEmptySets(contents()), withoutEmptySets(expected));
            }
        }
        QVERIFY(followed > 100);
    }

    void aServerThatBeganAnewIsMirroredAnew()
    {
        QByteArray all = "{\"generation\":9,\"adds\":[{\"id\":1},{\"id\":2}]}";
        qint64 generation = 9;
        m_server->answer = [&](qint64 since) {
            return since == 0 ? all : QByteArray("{\"generation\":" + QByteArray::number(generation) + '}');
        };
        MirrorSession session(config());
        session.start();
        QTRY_COMPARE(session.status().objects, 2);
        all = "{\"generation\":2,\"adds\":[{\"id\":2}]}";
        generation = 2;
        QTRY_COMPARE(session.status().objects, 1);
        QTRY_COMPARE(session.status().state, State::Live);
        QCOMPARE(session.status().generation.value, 2);
        const auto history = HistoryReader::open(m_directory->path(), u"data"_s).value();
        QCOMPARE(history->records(1)->first().cause, UpdateCause::Repair);
        QCOMPARE(history->records(1)->first().removed, 1);
    }

    void theKeyMayBeAnotherAttributeForEachSet()
    {
        m_server->answer = [](qint64) {
            return QByteArray("{\"generation\":5,\"adds\":[{\"name\":\"a\"},{\"id\":\"releases\",\"adds\":["
                              "{\"id\":\"rust\",\"adds\":[{\"cycle\":\"1\"},{\"cycle\":\"2\"}]}]}]}");
        };
        MirrorSession session(config({.key = SetKey::ofAttribute(u"name"_s),
                                      .sets = {SetPattern::fromText(u"releases/*=cycle"_s).value()}}));
        session.start();
        QTRY_COMPARE(session.status().objects, 3);
        const SetPath rust{ObjectId::ofString(u"releases"), ObjectId::ofString(u"rust")};
        const auto stored = reader();
        QVERIFY(stored->object(stored->set(rust).value()->key, ObjectId::ofString(u"2")).value());
    }

    void whatIsNoUpdateIsSaid_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("no JSON") << QByteArray("<html>hello</html>");
        QTest::newRow("no generation") << QByteArray("{\"adds\":[]}");
        QTest::newRow("a generation of the wrong type") << QByteArray("{\"generation\":\"7\"}");
        QTest::newRow("adds of the wrong type") << QByteArray("{\"generation\":7,\"adds\":{}}");
        QTest::newRow("an object without its id") << QByteArray("{\"generation\":7,\"adds\":[{\"name\":1}]}");
        QTest::newRow("an object that is none") << QByteArray("{\"generation\":7,\"adds\":[7]}");
        QTest::newRow("too deep") << QByteArray("{\"generation\":7,\"adds\":" + QByteArray(5000, '[') +
                                                QByteArray(5000, ']') + '}');
    }
    void whatIsNoUpdateIsSaid()
    {
        QFETCH(const QByteArray, answer);
        m_server->answer = [answer](qint64) { return answer; };
        MirrorSession session(config());
        session.start();
        QTRY_COMPARE(session.status().state, State::Offline);
        QVERIFY(!session.status().problem.isEmpty());
        QCOMPARE(session.status().objects, 0);
        QCOMPARE(session.status().generation.value, 0);
    }

    void anAddressNeedsItsPlaceForTheGeneration_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("good");
        QTest::newRow("good") << u"http://host/data?generation={generation}"_s << true;
        QTest::newRow("in the path") << u"https://host/data/{generation}/updates"_s << true;
        QTest::newRow("no place") << u"http://host/data"_s << false;
        QTest::newRow("no scheme") << u"host/{generation}"_s << false;
        QTest::newRow("another scheme") << u"ftp://host/{generation}"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void anAddressNeedsItsPlaceForTheGeneration()
    {
        QFETCH(const QString, address);
        QTEST(ClassicSource::checkTemplate(address).has_value(), "good");
    }
};

QTEST_GUILESS_MAIN(ClientClassicTest)
#include "client_classic_test.moc"
