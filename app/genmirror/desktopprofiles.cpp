// What a person set for each connection, and what they want to be told.
#include "app/genmirror/desktop.h"

#include "app/genmirror/mirrorlist.h"
#include "model/items/words.h"
#include "ui/objectspanel.h"
#include "ui/profiledialog.h"
#include "ui/rulesdialog.h"
#include "ui/settabs.h"

#include <QLocale>
#include <QStatusBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QString whoYouAre(const QString &role)
{
    switch (roleNamed(role)) {
    case Situation::Role::Reader:
        return Desktop::tr("It answers; your token there is a reader's.");
    case Situation::Role::Editor:
        return Desktop::tr("It answers; your token there is an editor's.");
    case Situation::Role::Admin:
        return Desktop::tr("It answers; you may do there what an admin may.");
    case Situation::Role::Unknown:
        break;
    }
    return Desktop::tr("It answers.");
}

/// Empty: it is not in production.
QString markOf(const Profile &profile)
{
    if (!profile.isProduction)
        return {};
    return profile.isReadOnly ? Desktop::tr("PRODUCTION — %1 — read-only").arg(profile.title())
                              : Desktop::tr("PRODUCTION — %1 — changes are sent").arg(profile.title());
}

} // namespace

void Desktop::askForProfile(int number)
{
    const MirrorConfig config = m_mirrors.at(number).session->config();
    const Profile now = profileOf(serverNameOf(config));
    auto *dialog = new ProfileDialog(now.server,
                                     {.name = now.name,
                                      .isProduction = now.isProduction,
                                      .isReadOnly = now.isReadOnly,
                                      .timeoutSeconds = now.timeoutSeconds},
                                     &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ProfileDialog::testRequested, dialog, [this, dialog, config] {
        auto *server =
            new ServerApi({.url = config.server, .credentials = credentialsOf(config.server)}, {}, dialog);
        whenThere(server->whoAmI(), dialog, [dialog, server](const Result<Answer<WhoAmI>> &me) {
            server->deleteLater();
            dialog->setTestResult(me.has_value(), me ? whoYouAre(me->value.role) : me.error().detail);
        });
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog, now] {
        const ProfileDialog::Fields fields = dialog->fields();
        useProfile({.server = now.server,
                    .name = fields.name,
                    .isProduction = fields.isProduction,
                    .isReadOnly = fields.isReadOnly,
                    .timeoutSeconds = fields.timeoutSeconds});
    });
    dialog->open();
}

void Desktop::useProfile(const Profile &profile)
{
    const bool isOtherTimeout = profileOf(profile.server).timeoutSeconds != profile.timeoutSeconds;
    tellUnkept(keepProfile(profile));
    m_mirrorTree.setMarked(profile.server, profile.isProduction);
    for (auto &[number, mirror] : m_mirrors) {
        MirrorConfig config = mirror.session->config();
        if (!isOtherTimeout || serverNameOf(config) != profile.server)
            continue;
        config.requestTimeoutMilliseconds = profile.timeoutSeconds * 1000;
        startSession(number, config);
    }
    showRights();
}

/// What the person may do with the mirror that is shown, as its server and its profile say.
void Desktop::showRights()
{
    const Mirror *mirror = shown();
    for (const auto &[number, other] : m_mirrors) {
        const Profile profile = profileOf(serverNameOf(other.session->config()));
        m_marks.setMark(profile.server, markOf(profile));
    }
    const Profile profile = mirror ? profileOf(serverNameOf(mirror->session->config())) : Profile();
    m_window.setProduction(markOf(profile));
    ProductionMarks::setConnection(&m_window, profile.server, true);
    m_window.setAllowance(mirror ? Allowance(situationOf(mirror->session->config())) : Allowance());
    for (const auto &[server, administration] : m_administrations)
        administration->setAllowance(allowanceOf(QUrl(server), {}, Act::Administer));
    showUndo();
}

void Desktop::addRule(int number)
{
    const NoticeRule rule{.mirror = mirrorNameOf(m_mirrors.at(number).session->config()),
                          .set = m_window.currentSet()};
    if (!m_rules.contains(rule))
        m_rules.append(rule);
    if (const auto kept = writeNoticeRules(m_rules); !kept)
        return tellUnkept(kept);
    m_window.statusBar()->showMessage(
        tr("You will be told when anything changes in %1. View › Notifications takes it back.")
            .arg(wordsFor(rule.set)),
        LongSentence);
}

void Desktop::showRules()
{
    QStringList sentences;
    for (const NoticeRule &rule : std::as_const(m_rules))
        sentences.append(tr("%1 in %2").arg(wordsFor(rule.set), rule.mirror));
    auto *dialog = new RulesDialog(sentences, &m_window);
    ProductionMarks::setNoConnection(dialog);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RulesDialog::removed, this, [this](int rule) {
        m_rules.removeAt(rule);
        tellUnkept(writeNoticeRules(m_rules));
    });
    dialog->open();
}

/// In the tray, or, where there is none, in the window.
void Desktop::tellByRules(const MirrorConfig &config, const AppliedUpdate &update)
{
    if (update.cause == UpdateCause::FirstSync)
        return;
    const QString mirror = mirrorNameOf(config);
    for (const NoticeRule &rule : std::as_const(m_rules)) {
        const qint64 count = rule.mirror == mirror ? rule.countIn(update) : 0;
        if (count == 0)
            continue;
        const QString title = tr("%1 changed").arg(rule.set.isRoot() ? config.tree : rule.set.toDisplay());
        const QString text =
            tr("%Ln object(s), generation %1", nullptr, int(count)).arg(QLocale().toString(update.to.value));
        m_activity.add(config.tree, title + u": "_s + text);
        if (!m_tray.tell(title, text))
            m_window.statusBar()->showMessage(title + u": "_s + text, LongSentence);
    }
}

/// The worst state of all mirrors.
void Desktop::showTrayState()
{
    using State = MirrorStatus::State;
    State worst = State::Live;
    QString text;
    for (const auto &[number, mirror] : m_mirrors) {
        const MirrorStatus &status = mirror.session->status();
        const bool isWorse =
            status.state == State::Failed || (status.state != State::Live && worst == State::Live);
        if (isWorse) {
            worst = status.state;
            text = mirror.session->config().tree + u": "_s + wordFor(status.state);
        }
    }
    m_tray.setState(worst, text);
}

} // namespace GenMirror
