// Who the person is to each server: tokens, authorities, and what an admin may do.
#include "app/genmirror/desktop.h"

#include "app/genmirror/mirrorlist.h"
#include "app/genmirror/typedcredentials.h"
#include "ui/credentialsdialog.h"

#include <QStatusBar>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int RoleRetry = 3000; // milliseconds

} // namespace

/// The token comes later: what is stored is shown meanwhile.
void Desktop::restoreToken(const QUrl &server)
{
    if (!hasKeptToken(server) || m_tokensAsked.contains(server))
        return;
    m_tokensAsked.insert(server);
    m_keychain.read(server, [this, server](const Result<QByteArray> &token) {
        if (!token) {
            m_window.statusBar()->showMessage(token.error().detail, LongSentence);
            return;
        }
        if (!hasKeptToken(server))
            return; // forgotten meanwhile
        ServerCredentials credentials = credentialsOf(server);
        credentials.token = *token;
        useCredentials(server, credentials);
    });
}

qsizetype Desktop::mirrorsOf(const QUrl &server) const
{
    return std::ranges::count_if(
        m_mirrors, [&](const auto &entry) { return entry.second.session->config().server == server; });
}

/// Of a server that nothing here is connected to.
void Desktop::forgetToken(const QUrl &server)
{
    m_tokensAsked.remove(server);
    if (!hasKeptToken(server))
        return;
    tellUnkept(keepHasToken(server, false));
    m_keychain.forget(server);
}

ServerCredentials Desktop::credentialsOf(const QUrl &server) const
{
    for (const auto &[number, mirror] : m_mirrors) {
        if (mirror.session->config().server == server)
            return mirror.session->config().credentials;
    }
    return {};
}

/// All mirrors of a server go on with them, on new connections.
void Desktop::useCredentials(const QUrl &server, const ServerCredentials &credentials)
{
    m_administrations.erase(server.toString());
    m_people.erase(server);
    for (auto &[number, mirror] : m_mirrors) {
        MirrorConfig config = mirror.session->config();
        if (config.server != server || config.credentials == credentials)
            continue;
        config.credentials = credentials;
        startSession(number, config);
    }
    showRights();
}

void Desktop::keepCredentials(const QUrl &server, const ServerCredentials &credentials)
{
    tellUnkept(keepHasToken(server, !credentials.token.isEmpty()));
    if (credentials.token.isEmpty())
        m_keychain.forget(server);
    else
        m_keychain.write(server, credentials.token);
    useCredentials(server, credentials);
    remember();
}

void Desktop::askForCredentials(int number)
{
    const MirrorConfig config = m_mirrors.at(number).session->config();
    if (config.classic) {
        m_window.statusBar()->showMessage(tr("A server of this kind knows no tokens."), LongSentence);
        return;
    }
    const ServerCredentials now = credentialsOf(config.server);
    auto *dialog = new CredentialsDialog(config.server.toDisplayString(), !now.token.isEmpty(),
                                         !now.authority.isEmpty(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setCheck([this, dialog, server = config.server, now]() -> QString {
        if (dialog->forgets()) {
            keepCredentials(server, {});
            return {};
        }
        const auto typed = typedCredentials(dialog->fields().token(), dialog->fields().authorityFile(), now);
        if (!typed)
            return typed.error().detail;
        keepCredentials(server, *typed);
        return {};
    });
    dialog->open();
}

void Desktop::takeStep(NextStep step)
{
    const Mirror *mirror = shown();
    if (!mirror || step == NextStep::None)
        return;
    if (step == NextStep::EnterToken || step == NextStep::ChooseAuthority)
        return askForCredentials(m_shown);
    QUrl server = mirror->session->config().server;
    if (step == NextStep::UseHttp || step == NextStep::UseHttps)
        server.setScheme(step == NextStep::UseHttp ? u"http"_s : u"https"_s);
    const QString tree = step == NextStep::ChooseTree ? QString() : mirror->session->config().tree;
    showStart();
    m_welcome.suggest(server.toString(), tree);
}

/// Asked whenever a mirror gets to its server: what the person may do there.
void Desktop::askRole(const QUrl &server)
{
    if (m_rolesAsked.contains(server))
        return;
    m_rolesAsked.insert(server);
    auto *asking = new ServerApi({.url = server, .credentials = credentialsOf(server)}, {}, this);
    whenThere(asking->whoAmI(), this, [this, server, asking](const Result<Answer<WhoAmI>> &me) {
        asking->deleteLater();
        m_rolesAsked.remove(server);
        if (!me && (me.error().kind == Error::Kind::Network || me.error().kind == Error::Kind::Protocol))
            return; // offline, or behind a login page, one stays what one was
        if (!me && me.error().kind == Error::Kind::TooManyRequests) {
            QTimer::singleShot(RoleRetry, this, [this, server] { askRole(server); });
            return;
        }
        m_people.erase(server);
        if (me)
            m_people[server] = me->value;
        showRights();
    });
}

Situation Desktop::situationOf(const MirrorConfig &config)
{
    Situation situation{.isClassic = config.classic.has_value()};
    const auto person = m_people.find(config.server);
    if (!situation.isClassic && person != m_people.end()) {
        situation.role = roleNamed(person->second.role);
        situation.reachesAll = person->second.isOpen || person->second.trees.contains("*"_L1);
    }
    const Profile profile = profileOf(serverNameOf(config));
    situation.isProduction = profile.isProduction;
    situation.isReadOnly = profile.isReadOnly;
    if (const auto mirror = m_mirrors.find(numberOf(config)); mirror != m_mirrors.end())
        situation.mirror = mirrorIn(mirror->second.session->status(), isInPast(mirror->first));
    return situation;
}

/// Also while the earlier state is being opened: what is chosen then is not meant for the present one.
bool Desktop::isInPast(int number) const
{
    return m_mirrors.at(number).past != nullptr || (number == m_shown && m_pastWork.isBusy());
}

/// What is not about a mirror's objects is about the server: any of its mirrors shows the connection to it.
Allowance Desktop::allowanceOf(const QUrl &server, const QString &tree, Act act)
{
    if (act == Act::ChangeObjects)
        return Allowance(situationOf({.server = server, .tree = tree}));
    for (const auto &[number, mirror] : m_mirrors) {
        const MirrorConfig &config = mirror.session->config();
        if (config.server == server && !config.classic)
            return Allowance(situationOf(config));
    }
    return Allowance();
}

ChangeGate Desktop::gateOf(const QUrl &server)
{
    return ChangeGate([this, server](Act act, const QString &tree) -> Result<void> {
        const QString reason = allowanceOf(server, tree, act).whyNot(act);
        if (reason.isEmpty())
            return {};
        return failure(Error::Kind::Forbidden, tr("Nothing was sent. %1").arg(reason));
    });
}

bool Desktop::mayDo(Act act)
{
    const Mirror *mirror = shown();
    const QString reason =
        (mirror ? Allowance(situationOf(mirror->session->config())) : Allowance()).whyNot(act);
    if (!reason.isEmpty())
        m_window.statusBar()->showMessage(reason, LongSentence);
    return reason.isEmpty();
}

Administration &Desktop::administrationOf(const QUrl &server)
{
    auto &administration = m_administrations[server.toString()];
    if (!administration) {
        administration =
            std::make_unique<Administration>(server, credentialsOf(server), gateOf(server), &m_window);
        administration->setAllowance(allowanceOf(server, {}, Act::Administer));
        connect(administration.get(), &Administration::pageMade, this,
                [server](QWidget *page) { ProductionMarks::setConnection(page, server.toDisplayString()); });
        connect(administration.get(), &Administration::told, this, [this](const QString &sentence) {
            m_window.statusBar()->showMessage(sentence, LongSentence);
            m_serverHistoryDue.start();
        });
    }
    return *administration;
}

void Desktop::connectAdministration()
{
    connect(&m_keychain, &Keychain::failed, this,
            [this](const QString &problem) { m_window.statusBar()->showMessage(problem, LongSentence); });
}

} // namespace GenMirror
