// Connections that are handed to others, and taken from them.
#include "app/genmirror/connections.h"
#include "app/genmirror/desktop.h"
#include "app/genmirror/mirrorlist.h"
#include "model/sheets/columnnames.h"
#include "ui/filechooser.h"
#include "ui/importdialog.h"

#include <QCoreApplication>
#include <QSaveFile>
#include <QStatusBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct ImportWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::ImportWords)
};

QString nameOrNone(const QString &name)
{
    return name.isEmpty() ? ImportWords::tr("none") : u'"' + name + u'"';
}

QString yesOrNo(bool value)
{
    return value ? ImportWords::tr("yes") : ImportWords::tr("no");
}

QString marksOf(const Profile &profile)
{
    QStringList marks;
    if (profile.isProduction)
        marks.append(ImportWords::tr("production"));
    if (profile.isReadOnly)
        marks.append(ImportWords::tr("read-only"));
    marks.append(ImportWords::tr("%1 s").arg(profile.timeoutSeconds));
    return marks.join(u", "_s);
}

/// What of a server's profile would be another.
QStringList differencesOf(const Profile &now, const Profile &then)
{
    QStringList changes;
    const auto add = [&changes](const QString &what, const QString &from, const QString &to) {
        if (from != to)
            changes.append(ImportWords::tr("%1: %2 → %3").arg(what, from, to));
    };
    add(ImportWords::tr("Name"), nameOrNone(now.name), nameOrNone(then.name));
    add(ImportWords::tr("In production"), yesOrNo(now.isProduction), yesOrNo(then.isProduction));
    add(ImportWords::tr("Read-only"), yesOrNo(now.isReadOnly), yesOrNo(then.isReadOnly));
    add(ImportWords::tr("Time-out"), ImportWords::tr("%1 s").arg(now.timeoutSeconds),
        ImportWords::tr("%1 s").arg(then.timeoutSeconds));
    return changes;
}

} // namespace

void Desktop::exportProfiles()
{
    QList<SharedConnection> connections;
    for (const auto &[number, mirror] : m_mirrors) {
        const MirrorConfig &config = mirror.session->config();
        if (!config.classic)
            connections.append({.config = config, .profile = profileOf(serverNameOf(config))});
    }
    auto *dialog = new FileChooser(FileChooser::Purpose::Save, tr("Export connections"),
                                   {tr("Connections (*.json)")}, &m_window);
    ProductionMarks::setNoConnection(dialog); // of all
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(u"genmirror-connections.json"_s);
    connect(
        dialog, &FileChooser::fileSelected, this,
        [this, text = writeConnections(connections)](const QString &fileName) {
            QSaveFile file(fileName);
            const bool good = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() &&
                              file.flush() && file.commit();
            m_window.statusBar()->showMessage(
                good
                    ? tr("The connections were written, without tokens.")
                    : tr("%1 cannot be written: %2. Choose another place.").arg(fileName, file.errorString()),
                LongSentence);
        });
    dialog->open();
}

void Desktop::importProfiles()
{
    auto *dialog = new FileChooser(FileChooser::Purpose::Open, tr("Import connections"),
                                   {tr("Connections (*.json)")}, &m_window);
    ProductionMarks::setNoConnection(dialog);
    connect(dialog, &FileChooser::fileSelected, this, [this](const QString &fileName) {
        const auto asked = readConnectionsFile(fileName).and_then(
            [this](const QByteArray &text) { return importConnections(text); });
        if (!asked)
            m_window.statusBar()->showMessage(asked.error().detail, LongSentence);
    });
    dialog->open();
}

/// Whom the person believes that it is this server; none: they never said.
std::optional<QByteArray> Desktop::knownAuthority(const QUrl &server) const
{
    for (const auto &[number, mirror] : m_mirrors) {
        if (mirror.session->config().server == server)
            return mirror.session->config().credentials.authority;
    }
    return {};
}

/// A token goes to the address that it was given for, and only as long as the same authorities are believed.
bool Desktop::keepsToken(const SharedConnection &connection) const
{
    const QByteArray known = knownAuthority(connection.config.server).value_or(QByteArray());
    return connection.config.credentials.authority == known;
}

bool Desktop::hasToken(const QUrl &server) const
{
    return hasKeptToken(server) || !credentialsOf(server).token.isEmpty();
}

/// Nobody takes over the name of another server: the later one gets a number. Tells, for each, who had the
/// name.
QStringList Desktop::giveNamesOfTheirOwn(QList<SharedConnection> &connections) const
{
    QStringList servers;
    QStringList names;
    const auto take = [&](const QString &server, const QString &name) {
        if (servers.contains(server))
            return;
        servers.append(server);
        names.append(name.isEmpty() ? server : name);
    };
    for (const auto &[number, mirror] : m_mirrors) {
        const Profile profile = profileOf(serverNameOf(mirror.session->config()));
        take(profile.server, profile.name);
    }
    const QStringList kept = serversWithProfiles();
    for (const QString &server : kept)
        take(server, profileOf(server).name);
    QStringList owners;
    for (SharedConnection &connection : connections) {
        Profile &profile = connection.profile;
        QString owner;
        QStringList others;
        for (qsizetype i = 0; i < servers.size(); ++i) {
            if (servers[i] == profile.server)
                continue;
            others += {servers[i], names[i]};
            const bool isAlike = columnNames({servers[i], profile.name}).last() != profile.name ||
                                 columnNames({names[i], profile.name}).last() != profile.name;
            if (isAlike)
                owner = servers[i];
        }
        others.removeDuplicates();
        if (!profile.name.isEmpty())
            profile.name = columnNames(others + QStringList{profile.name}).constLast();
        const qsizetype own = servers.indexOf(profile.server);
        if (own >= 0)
            names[own] = profile.title();
        else
            take(profile.server, profile.name);
        owners.append(owner);
    }
    return owners;
}

/// What a connection would be here, and what it would change. `inFile`: its name there; `owner`: the server
/// that has it here.
ImportedConnection Desktop::describe(const SharedConnection &connection, const QString &inFile,
                                     const QString &owner) const
{
    const auto &[config, profile] = connection;
    const bool isKnown = knownAuthority(config.server).has_value();
    ImportedConnection described{.name = profile.name,
                                 .address = addressOf(config),
                                 .tree = config.tree,
                                 .marks = marksOf(profile),
                                 .authority = describeAuthority(config.credentials.authority)};
    if (isKnown || serversWithProfiles().contains(profile.server))
        described.changes = differencesOf(profileOf(profile.server), profile);
    if (isKnown && !keepsToken(connection))
        described.changes.append(tr("In place of the authority: %1")
                                     .arg(describeAuthority(*knownAuthority(config.server)).join(u"; "_s)));
    if (hasToken(config.server) && !keepsToken(connection))
        described.changes.append(
            tr("The token for this address is forgotten, as another authority is believed; give it again."));
    if (!isKnown && hasKeptToken(config.server) && keepsToken(connection))
        described.changes.append(tr("The token that is kept for this address is used."));
    described.isNothing = described.changes.isEmpty() && numberOf(config) != 0;
    if (inFile != profile.name)
        described.changes.append(
            tr("The name \"%1\" is that of %2. This connection, to %3, is called \"%4\".")
                .arg(inFile, owner, described.address, profile.name));
    return described;
}

Result<void> Desktop::importConnections(const QByteArray &text)
{
    const auto read = readConnections(text);
    if (!read)
        return failureOf(read);
    QList<SharedConnection> connections = *read;
    const QStringList owners = giveNamesOfTheirOwn(connections);
    QList<ImportedConnection> described;
    for (qsizetype i = 0; i < connections.size(); ++i)
        described.append(describe(connections[i], read->at(i).profile.name, owners[i]));
    auto *dialog = new ImportDialog(described, &m_window);
    ProductionMarks::setNoConnection(dialog);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, connections] {
        const QList<qsizetype> chosen = dialog->chosen();
        for (const qsizetype place : chosen)
            takeConnection(connections[place]);
        m_window.statusBar()->showMessage(tr("%Ln connection(s) imported.", nullptr, int(chosen.size())),
                                          LongSentence);
    });
    dialog->open();
    return {};
}

void Desktop::takeConnection(const SharedConnection &connection)
{
    MirrorConfig config = connection.config;
    useProfile(connection.profile);
    if (keepsToken(connection))
        config.credentials.token = credentialsOf(config.server).token;
    else if (hasToken(config.server))
        keepCredentials(config.server, config.credentials); // without a token
    else
        useCredentials(config.server, config.credentials);
    addMirror(config);
    restoreToken(config.server);
    remember();
    showRights();
}

} // namespace GenMirror
