// What a person set for each connection, and what they want to be told.
#include "app/genmirror/desktop.h"

#include "app/genmirror/mirrorlist.h"
#include "model/items/words.h"
#include "sync/protocol/routes.h"
#include "ui/objectspanel.h"
#include "ui/profiledialog.h"
#include "ui/rulesdialog.h"
#include "ui/settabs.h"

#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSaveFile>
#include <QStatusBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qint64 LongestImport = 10 * 1024 * 1024; // bytes

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
            dialog->setTestResult(me.has_value(), me ? tr("It answers; you are %1 there.").arg(me->value.role)
                                                     : me.error().detail);
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
    const Profile profile = mirror ? profileOf(serverNameOf(mirror->session->config())) : Profile();
    m_window.setProduction(!profile.isProduction ? QString()
                           : profile.isReadOnly
                               ? tr("PRODUCTION — %1 — read-only").arg(profile.title())
                               : tr("PRODUCTION — %1 — changes are sent").arg(profile.title()));
    showAdmin();
    m_window.setCanEdit(canEdit());
}

void Desktop::exportProfiles()
{
    QJsonArray connections;
    for (const auto &[number, mirror] : m_mirrors) {
        const MirrorConfig &config = mirror.session->config();
        if (config.classic)
            continue;
        const Profile profile = profileOf(serverNameOf(config));
        connections.append(QJsonObject{{u"server"_s, config.server.toString(QUrl::RemoveUserInfo)},
                                       {u"tree"_s, config.tree},
                                       {u"name"_s, profile.name},
                                       {u"production"_s, profile.isProduction},
                                       {u"readOnly"_s, profile.isReadOnly},
                                       {u"timeoutSeconds"_s, profile.timeoutSeconds},
                                       {u"authority"_s, QString::fromLatin1(config.credentials.authority)}});
    }
    const QByteArray text =
        QJsonDocument(QJsonObject{{u"genmirrorConnections"_s, 1}, {u"connections"_s, connections}}).toJson();
    auto *dialog = new QFileDialog(&m_window, tr("Export connections"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(u"genmirror-connections.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, text](const QString &fileName) {
        QSaveFile file(fileName);
        const bool good = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() &&
                          file.flush() && file.commit();
        m_window.statusBar()->showMessage(
            good ? tr("The connections were written, without tokens.")
                 : tr("%1 cannot be written: %2. Choose another place.").arg(fileName, file.errorString()),
            LongSentence);
    });
    dialog->open();
}

void Desktop::importProfiles()
{
    auto *dialog = new QFileDialog(&m_window, tr("Import connections"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Connections (*.json)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &fileName) {
        QFile file(fileName);
        const auto imported =
            file.open(QIODevice::ReadOnly)
                ? importConnections(file.read(LongestImport))
                : Result<int>(failure(Error::Kind::Storage,
                                      tr("%1 cannot be read: %2.").arg(fileName, file.errorString())));
        m_window.statusBar()->showMessage(imported ? tr("%Ln connection(s) imported.", nullptr, *imported)
                                                   : imported.error().detail,
                                          LongSentence);
    });
    dialog->open();
}

/// All or nothing: a file that is wrong in one place changes nothing.
Result<int> Desktop::importConnections(const QByteArray &text)
{
    const QJsonObject document = QJsonDocument::fromJson(text).object();
    if (document["genmirrorConnections"_L1].toInt() != 1)
        return failure(Error::Kind::InvalidArgument,
                       tr("This is no file of connections, or one of a newer GenMirror."));
    struct Connection {
        MirrorConfig config;
        Profile profile;
    };
    QList<Connection> connections;
    const QJsonArray array = document["connections"_L1].toArray();
    for (const QJsonValue value : array) {
        const QJsonObject entry = value.toObject();
        const auto server = Routes::checkServerUrl(entry["server"_L1].toString());
        const auto tree = Routes::checkTreeName(entry["tree"_L1].toString());
        if (!server || !tree)
            return failure(Error::Kind::InvalidArgument,
                           server ? tree.error().detail : server.error().detail);
        MirrorConfig config{.server = *server, .tree = *tree};
        config.credentials.authority = entry["authority"_L1].toString().toLatin1();
        connections.append({config,
                            {.server = serverNameOf(config),
                             .name = entry["name"_L1].toString(),
                             .isProduction = entry["production"_L1].toBool(),
                             .isReadOnly = entry["readOnly"_L1].toBool(entry["production"_L1].toBool()),
                             .timeoutSeconds = qBound(1, entry["timeoutSeconds"_L1].toInt(30), 3600)}});
    }
    for (const Connection &connection : std::as_const(connections)) {
        tellUnkept(keepProfile(connection.profile));
        addMirror(connection.config);
    }
    showRights();
    return int(connections.size());
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
            .arg(rule.set.toDisplay()),
        LongSentence);
}

void Desktop::showRules()
{
    QStringList sentences;
    for (const NoticeRule &rule : std::as_const(m_rules))
        sentences.append(tr("%1 in %2").arg(rule.set.toDisplay(), rule.mirror));
    auto *dialog = new RulesDialog(sentences, &m_window);
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
