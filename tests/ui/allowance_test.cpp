// What may be done: every act in every situation, against the table in docs/desktop.md.
#include "model/items/allowance.h"

#include <QFile>
#include <QTest>

#include <array>

using namespace GenMirror;
using namespace Qt::StringLiterals;

namespace
{

using Role = Situation::Role;
using Mirror = Situation::Mirror;

constexpr std::array Roles{Role::Unknown, Role::Reader, Role::Editor, Role::Admin};
constexpr std::array Mirrors{Mirror::None, Mirror::NeverFetched, Mirror::Past, Mirror::Offline,
                             Mirror::Present};

} // namespace

class AllowanceTest : public QObject
{
    Q_OBJECT

    QMap<QString, QStringList> m_table; ///< By act: what its columns say.

    bool isAllowedByTable(Act act, const Situation &situation) const
    {
        const QStringList row = m_table.value(nameOf(act));
        const auto allows = [&row](int column) { return row.value(column) == "yes"_L1; };
        const Role needed = row.value(1) == "editor"_L1 ? Role::Editor : Role::Admin;
        return !situation.isClassic && situation.mirror != Mirror::None && situation.role >= needed &&
               (!situation.isReadOnly || allows(2)) && (situation.mirror != Mirror::Past || allows(3)) &&
               (situation.mirror != Mirror::Offline || allows(4)) &&
               (situation.mirror != Mirror::NeverFetched || allows(5)) && (situation.reachesAll || allows(6));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile page(QStringLiteral(GENMIRROR_SOURCE "/docs/desktop.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(page.readAll());
        const qsizetype begin = text.indexOf("| what | role |"_L1);
        QVERIFY(begin > 0);
        text = text.mid(begin, text.indexOf("\n\n"_L1, begin) - begin);
        const QStringList lines = text.split(u'\n').mid(2);
        for (const QString &line : lines) {
            QStringList cells = line.split(u'|').mid(1);
            for (QString &cell : cells)
                cell = cell.trimmed();
            QCOMPARE(cells.size(), 8); // the last is behind the last bar
            m_table.insert(cells.first(), cells);
        }
        QCOMPARE(m_table.size(), qsizetype(AllActs.size()));
    }

    void everyActInEverySituation()
    {
        int allowed = 0;
        for (const Act act : AllActs) {
            QVERIFY2(m_table.contains(nameOf(act)), qPrintable(nameOf(act)));
            for (const Role role : Roles) {
                for (const Mirror mirror : Mirrors) {
                    for (int bits = 0; bits < 16; ++bits) {
                        const Situation situation{.role = role,
                                                  .reachesAll = (bits & 1) != 0,
                                                  .isReadOnly = (bits & 2) != 0,
                                                  .isProduction = (bits & 4) != 0,
                                                  .isClassic = (bits & 8) != 0,
                                                  .mirror = mirror};
                        const Allowance allowance(situation);
                        const QByteArray what =
                            nameOf(act).toUtf8() + ", role " + QByteArray::number(int(role)) + ", mirror " +
                            QByteArray::number(int(mirror)) + ", bits " + QByteArray::number(bits);
                        QVERIFY2(allowance.isAllowed(act) == isAllowedByTable(act, situation), what);
                        QCOMPARE(allowance.whyNot(act).isEmpty(), allowance.isAllowed(act));
                        allowed += allowance.isAllowed(act) ? 1 : 0;
                    }
                }
            }
        }
        QVERIFY(allowed > 0);
        for (const Act act : AllActs)
            QVERIFY(!Allowance().isAllowed(act)); // where nothing is shown
    }

    void aMirrorsStateIsWhatCounts()
    {
        using State = MirrorStatus::State;
        MirrorStatus status{.state = State::Live};
        QCOMPARE(mirrorIn(status, false), Mirror::NeverFetched);
        status.generation = Generation{3};
        QCOMPARE(mirrorIn(status, false), Mirror::Present);
        QCOMPARE(mirrorIn(status, true), Mirror::Past);
        for (const State state : {State::CatchingUp, State::Paused, State::Blocked, State::Failed}) {
            status.state = state;
            QCOMPARE(mirrorIn(status, false), Mirror::Present);
        }
        for (const State state : {State::Offline, State::Connecting}) {
            status.state = state;
            QCOMPARE(mirrorIn(status, false), Mirror::Offline);
        }
    }

    void rolesAreThoseOfTheServer()
    {
        QCOMPARE(roleNamed(u"reader"_s), Role::Reader);
        QCOMPARE(roleNamed(u"editor"_s), Role::Editor);
        QCOMPARE(roleNamed(u"admin"_s), Role::Admin);
        QCOMPARE(roleNamed(u"superuser"_s), Role::Unknown);
    }
};

QTEST_GUILESS_MAIN(AllowanceTest)
#include "allowance_test.moc"
