// Nothing that may not be done is sent, whatever in the window is used, and however: everything in it is used
// under every role and mark, and what reaches the server is counted.
#include "app/genmirror/profile.h"
#include "tests/support/recordingproxy.h"
#include "tests/ui/windowwalk.h"
#include "ui/productionmarks.h"

#include <QTreeView>

using namespace GenMirror;
using namespace GenMirror::Test;

namespace
{

Act actOf(const RecordingProxy::Request &request)
{
    const QByteArray path = request.path.split('?').first();
    const bool isRemoval = request.method == "DELETE";
    if (path.contains("/objects/") || path.endsWith("/batch"))
        return Act::ChangeObjects;
    if (path.endsWith("/compact"))
        return Act::Compact;
    if (path.endsWith("/reset"))
        return Act::Reset;
    if (path.endsWith("/restore"))
        return Act::Restore;
    if (path.startsWith("/v1/admin/backups"))
        return isRemoval ? Act::RemoveBackup : Act::BackUp;
    if (path.startsWith("/v1/admin/clients"))
        return Act::ForgetClient;
    if (path.startsWith("/v1/admin/tokens"))
        return isRemoval ? Act::RevokeToken : request.method == "POST" ? Act::MakeToken : Act::ChangeToken;
    return isRemoval ? Act::RemoveTree : Act::MakeTree;
}

/// What the window can do; the rest is the command line's.
const QSet<Act> OfTheWindow{Act::ChangeObjects, Act::Compact,   Act::Reset,
                            Act::Restore,       Act::BackUp,    Act::RemoveBackup,
                            Act::ForgetClient,  Act::MakeToken, Act::RevokeToken};

QString namesOf(const QSet<Act> &acts)
{
    QStringList names;
    for (const Act act : acts)
        names.append(nameOf(act));
    names.sort();
    return names.join(u", "_s);
}

} // namespace

class DesktopAllowedTest : public WindowWalk
{
    Q_OBJECT

    std::unique_ptr<AccessServer> m_secured;
    std::unique_ptr<RecordingProxy> m_recorder;
    QByteArray m_token;
    QByteArray m_role;
    bool m_isReadOnly = false;
    bool m_isProduction = false;
    Situation::Mirror m_state = Situation::Mirror::Present;
    QSet<Act> m_sent;
    QStringList m_wrongFrames;

    QString editTip() { return actionNamed(window(), u"Edit object…"_s)->toolTip(); }
    bool isAsWanted()
    {
        if (!m_desktop || !window().isVisible() || editTip().contains("not said yet"_L1) ||
            actionNamed(window(), u"Pause or resume"_s) == nullptr ||
            window().findChild<QTreeView *>()->model()->rowCount() != 1)
            return false;
        const bool isReached = m_state != Situation::Mirror::Offline;
        return table().model()->rowCount() > 0 &&
               banner().isVisible() == (m_state == Situation::Mirror::Past) &&
               status().contains(isReached ? "Live"_L1 : "Offline"_L1);
    }
    void restart()
    {
        m_desktop.reset();
        m_recorder->setReachable(true);
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(keepProfile({.server = m_recorder->url().toDisplayString(),
                             .isProduction = m_isProduction,
                             .isReadOnly = m_isReadOnly}));
        startDesktop();
        m_desktop->addMirror(
            {.server = m_recorder->url(), .tree = u"inside"_s, .credentials = {.token = m_token}});
        QTRY_VERIFY(status().contains("Live"_L1));
        QTRY_VERIFY(!editTip().contains("not said yet"_L1));
        const int records = history().model()->rowCount();
        if (m_state == Situation::Mirror::Past) {
            m_secured->put("inside", 1); // there is a past
            QTRY_VERIFY(history().model()->rowCount() > records || records > 1);
            actionNamed(window(), u"Older state"_s)->trigger();
            QTRY_VERIFY(banner().isVisible());
        } else if (m_state == Situation::Mirror::Offline) {
            m_recorder->setReachable(false);
            QTRY_VERIFY(status().contains("Offline"_L1));
        }
    }
    /// A reset leaves none, and then there is nothing to compact.
    void keepRemovals()
    {
        const QByteArray tree = m_secured->askAdmin("GET", "/v1/trees/inside").body;
        if (QJsonDocument::fromJson(tree)["removals"_L1].toInt() > 0)
            return;
        m_secured->put("inside", 60);
        QCOMPARE(m_secured->askAdmin("DELETE", "/v1/trees/inside/objects/60").status, 200);
    }
    void noteSent()
    {
        const QList<RecordingProxy::Request> changes = m_recorder->takeChanges();
        for (const RecordingProxy::Request &change : changes)
            m_sent.insert(actOf(change));
    }

protected:
    void makeReady() override
    {
        noteSent();
        keepRemovals();
        if (!QTest::qWaitFor([this] { return isAsWanted(); }, 500))
            restart();
        if (table().model()->rowCount() > 0)
            table().selectRow(0);
    }
    void seen(QDialog &dialog) override
    {
        const auto *edge = dialog.findChild<ProductionEdge *>();
        const bool isOfConnection = !ProductionMarks::connectionOf(&dialog).isEmpty();
        const bool isMarked = edge && edge->isVisible() && edge->size() == dialog.size();
        if (isMarked != (m_isProduction && isOfConnection))
            m_wrongFrames.append(dialog.windowTitle());
        m_titles.insert(dialog.windowTitle(), isOfConnection);
    }
    QMap<QString, bool> m_titles; ///< Of the dialogs that were seen: whether they are of a connection.

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void cleanup()
    {
        m_desktop.reset();
        m_recorder.reset();
        m_secured.reset();
    }

    void onlyWhatMayBeDoneIsSent_data()
    {
        using Mirror = Situation::Mirror;
        QTest::addColumn<QByteArray>("role");
        QTest::addColumn<bool>("isProduction");
        QTest::addColumn<bool>("isReadOnly");
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("isForced");
        const auto row = [](const char *name, const QByteArray &role, bool isProduction, bool isReadOnly,
                            Mirror state, bool isForced) {
            QTest::newRow(name) << role << isProduction << isReadOnly << int(state) << isForced;
        };
        row("reader", "reader", false, false, Mirror::Present, true);
        row("editor", "editor", false, false, Mirror::Present, true);
        row("editor, read-only", "editor", false, true, Mirror::Present, true);
        row("editor, past", "editor", false, false, Mirror::Past, true);
        row("admin, as a person can", "admin", false, false, Mirror::Present, false);
        row("admin, production", "admin", true, false, Mirror::Present, true);
        row("admin, read-only", "admin", false, true, Mirror::Present, true);
        row("admin, production and read-only", "admin", true, true, Mirror::Present, true);
        row("admin, past", "admin", false, false, Mirror::Past, true);
        row("admin, offline", "admin", false, false, Mirror::Offline, true);
        row("admin, offline and read-only", "admin", false, true, Mirror::Offline, true);
    }
    void onlyWhatMayBeDoneIsSent()
    {
        QFETCH(QByteArray, role);
        QFETCH(bool, isProduction);
        QFETCH(bool, isReadOnly);
        QFETCH(int, state);
        QFETCH(bool, isForced);
        m_secured = std::make_unique<AccessServer>();
        for (int id = 1; id <= 60; ++id)
            m_secured->put("inside", id);
        QCOMPARE(m_secured->askAdmin("POST", "/v1/admin/backups", "{\"name\":\"first\"}").status, 201);
        m_recorder = std::make_unique<RecordingProxy>(m_secured->port());
        m_token = role == "admin" ? m_secured->adminToken() : m_secured->makeToken(role, "*");
        m_isProduction = isProduction;
        m_isReadOnly = isReadOnly;
        m_state = Situation::Mirror(state);
        m_isForced = isForced;
        m_sent.clear();
        m_wrongFrames.clear();
        m_used = 0;
        walkEverything();
        closeDialogs();
        noteSent();

        const Allowance allowance({.role = roleNamed(QString::fromLatin1(role)),
                                   .reachesAll = true,
                                   .isReadOnly = isReadOnly,
                                   .isProduction = isProduction,
                                   .mirror = m_state});
        QSet<Act> expected;
        for (const Act act : OfTheWindow) {
            if (allowance.isAllowed(act))
                expected.insert(act);
        }
        if (m_state == Situation::Mirror::Offline) // what cannot be looked at first is not sent
            m_sent.subtract(expected), expected.clear();
        QCOMPARE(namesOf(m_sent), namesOf(expected));
        QCOMPARE(m_wrongFrames, QStringList());
        QVERIFY2(m_used > 80, qPrintable(QString::number(m_used)));
    }

    void dialogsAreOfTheConnectionThatTheyWereOpenedFor()
    {
        QStringList ofNone;
        for (const auto &[title, isOfConnection] : m_titles.asKeyValueRange()) {
            if (!isOfConnection)
                ofNone.append(title);
        }
        QCOMPARE(ofNone, (QStringList{u"About GenMirror"_s, u"Another kind of server"_s, u"Commands"_s,
                                      u"Keyboard shortcuts"_s, u"Notifications"_s, u"Open link"_s}));
    }
};

QTEST_MAIN(DesktopAllowedTest)
#include "desktop_allowed_test.moc"
