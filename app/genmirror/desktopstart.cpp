// Which mirrors there are: those of the last time, those that a person adds, and the sample.
#include "app/genmirror/desktop.h"

#include "app/genmirror/mirrorlist.h"
#include "app/genmirror/treelister.h"
#include "sync/protocol/routes.h"
#include "ui/addserverdialog.h"

#include <QSettings>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace GenMirror
{

/// What the person wants to mirror.
Result<MirrorConfig> Desktop::configOf(const AddServerDialog &dialog) const
{
    MirrorConfig config;
    if (dialog.isClassic()) {
        const auto urlTemplate = ClassicSource::checkTemplate(dialog.address());
        if (!urlTemplate)
            return failureOf(urlTemplate);
        config.classic = ClassicSource{.urlTemplate = *urlTemplate};
        config.classic->shape.key = SetKey::fromWord(dialog.key().isEmpty() ? u"id"_s : dialog.key());
        for (const QString &text : dialog.sets()) {
            auto pattern = SetPattern::fromText(text);
            if (!pattern)
                return failureOf(pattern);
            config.classic->shape.sets.append(*std::move(pattern));
        }
    } else {
        const auto server = Routes::checkServerUrl(dialog.address());
        if (!server)
            return failureOf(server);
        config.server = *server;
    }
    const auto tree = Routes::checkTreeName(dialog.tree());
    if (!tree)
        return failureOf(tree);
    config.tree = *tree;
    const auto credentials =
        readCredentials(dialog.token(), dialog.authorityFile(), credentialsOf(config.server));
    if (!credentials)
        return failureOf(credentials);
    config.credentials = *credentials;
    return config;
}

void Desktop::restoreMirrors()
{
    const QList<MirrorConfig> known = readMirrorList();
    for (const MirrorConfig &config : known) {
        if (numberOf(config) == 0)
            startMirror(config);
        restoreToken(config.server);
        if (!m_sample && config.server.isValid() && config.server == sampleServer())
            startSample();
    }
    m_isRestored = true;
    if (m_mirrors.size() > size_t(known.size()))
        remember(); // those that were added before
    restoreSession();
}

void Desktop::remember()
{
    if (!m_isRestored)
        return;
    QList<MirrorConfig> mirrors;
    for (const auto &[number, mirror] : m_mirrors)
        mirrors.append(mirror.session->config());
    tellUnkept(writeMirrorList(mirrors));
}

void Desktop::tellUnkept(const Result<void> &kept)
{
    if (kept)
        return;
    m_activity.add(tr("Settings"), kept.error().detail);
    m_window.statusBar()->showMessage(kept.error().detail, 15'000);
}

void Desktop::askForServer()
{
    openServerDialog();
}

void Desktop::greet()
{
    QSettings settings;
    if (!m_mirrors.empty() || settings.value("greeted"_L1).toBool())
        return;
    settings.setValue("greeted"_L1, true);
    AddServerDialog *dialog = openServerDialog();
    dialog->welcome();
    connect(dialog, &AddServerDialog::sampleRequested, this, &Desktop::startSample);
}

/// Its mirror stays in the list, so that it is there again at the next start, and its server with it.
void Desktop::startSample()
{
    m_sample = std::make_unique<SampleServer>();
    connect(m_sample.get(), &SampleServer::ready, this, [this](const QUrl &server) {
        QSettings().setValue("sample/server"_L1, server);
        addMirror({.server = server, .tree = SampleServer::tree()});
    });
    connect(m_sample.get(), &SampleServer::failed, this,
            [this](const QString &problem) { m_window.statusBar()->showMessage(problem, 15'000); });
    m_sample->start(quint16(std::max(0, sampleServer().port(0))));
}

QUrl Desktop::sampleServer()
{
    return QSettings().value("sample/server"_L1).toUrl();
}

void Desktop::endSample()
{
    m_sample.reset();
    QSettings().remove("sample"_L1);
}

AddServerDialog *Desktop::openServerDialog()
{
    auto *dialog = new AddServerDialog(&m_window);
    ProductionMarks::setNoConnection(dialog); // of one that is to be
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *lister = new TreeLister(dialog);
    connect(dialog, &AddServerDialog::listRequested, lister, [this, dialog, lister] {
        const auto server = Routes::checkServerUrl(dialog->address());
        const auto credentials = readCredentials(dialog->token(), dialog->authorityFile(),
                                                 server ? credentialsOf(*server) : ServerCredentials());
        if (server && credentials)
            lister->list({.url = *server, .credentials = *credentials});
        else
            dialog->setProblem(server ? credentials.error() : server.error());
    });
    connect(lister, &TreeLister::listed, dialog, &AddServerDialog::setTrees);
    connect(lister, &TreeLister::failed, dialog, &AddServerDialog::setProblem);
    dialog->setCheck([this, dialog]() -> Trouble {
        const auto config = configOf(*dialog);
        if (!config)
            return config.error();
        addMirror(*config);
        if (config->credentials != ServerCredentials() && !config->classic)
            keepCredentials(config->server, config->credentials);
        return {};
    });
    dialog->open();
    return dialog;
}

} // namespace GenMirror
