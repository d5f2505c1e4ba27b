// Every call that works with files fails once, each in a run of its own: nothing is lost, nothing half there,
// and who asked is told. GENMIRROR_FAULTS=all tries each call of all (many: more than usual; few: fewer),
// GENMIRROR_SEED chooses others, GENMIRROR_FAULTS_PART=1/3 every third of the deeds.
#include "tests/faults/deeds.h"

#include <QLoggingCategory>
#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;

Q_DECLARE_METATYPE(const Deed *)
Q_DECLARE_METATYPE(const FaultKind *)

class FaultsTest : public QObject
{
    Q_OBJECT

    std::vector<Deed> m_deeds;
    int m_faults = 0;

private Q_SLOTS:
    void initTestCase()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("genmirror.*=false")); // of each fault
        const QByteArrayList part = qgetenv("GENMIRROR_FAULTS_PART").split('/');
        const int parts = std::max(1, part.last().toInt());
        const int wanted = part.first().toInt() % parts;
        std::vector<Deed> all = deeds();
        for (size_t i = 0; i < all.size(); ++i) {
            if (int(i) % parts == wanted)
                m_deeds.push_back(std::move(all[i]));
        }
        QVERIFY(!m_deeds.empty());
    }

    void nothingIsLostAndNoErrorIsSwallowed_data()
    {
        QTest::addColumn<const Deed *>("deed");
        QTest::addColumn<const FaultKind *>("kind");
        QTest::addColumn<bool>("forEver");
        for (const Deed &deed : m_deeds) {
            for (const FaultKind &kind : faultKinds()) {
                for (const bool forEver : {false, true}) {
                    if (forEver && kind.onceOnly)
                        continue;
                    QTest::addRow("%s, %s%s", deed.name.constData(), kind.name.constData(),
                                  forEver ? " for ever" : " once")
                        << &deed << &kind << forEver;
                }
            }
        }
    }
    void nothingIsLostAndNoErrorIsSwallowed()
    {
        QFETCH(const Deed *, deed);
        QFETCH(const FaultKind *, kind);
        QFETCH(const bool, forEver);
        const QByteArray wanted = qgetenv("GENMIRROR_FAULTS");
        const QHash<QByteArray, int> efforts{{"few", 2}, {"many", 8}, {"all", 1'000'000}};
        const Effort effort{.dense = efforts.value(wanted, 4),
                            .seed = qEnvironmentVariable("GENMIRROR_SEED", QStringLiteral("1")).toUInt()};
        const Outcome outcome = tryFaults(*deed, *kind, forEver, effort);
        m_faults += outcome.faults;
        QVERIFY2(outcome.failures.isEmpty(), qPrintable(outcome.failures.join(u'\n')));
    }

    void cleanupTestCase() { qInfo("faults: %d", m_faults); }
};

QTEST_GUILESS_MAIN(FaultsTest)
#include "faults_test.moc"
