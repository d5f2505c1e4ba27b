#include "app/genmirror/welcome.h"

#include "app/genmirror/typedcredentials.h"
#include "sync/protocol/routes.h"
#include "ui/productionmarks.h"
#include "ui/start/classicdialog.h"
#include "ui/start/connectcard.h"
#include "ui/start/samplecard.h"
#include "ui/start/startpage.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr auto SampleKey = "sample/server"_L1;

/// What the person wants to mirror.
Result<MirrorConfig> configOf(const ClassicDialog &dialog)
{
    MirrorConfig config;
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
    const auto name = Routes::checkTreeName(dialog.name());
    if (!name)
        return failureOf(name);
    config.tree = *name;
    return config;
}

} // namespace

Welcome::Welcome(StartPage &page, Mirrors mirrors, QObject *parent)
    : QObject(parent)
    , m_page(page)
    , m_mirrors(std::move(mirrors))
{
    ConnectCard &card = page.connectCard();
    connect(&card, &ConnectCard::asked, this, &Welcome::find);
    connect(&card, &ConnectCard::abandoned, &m_finder, &ServerFinder::cancel);
    connect(&card, &ConnectCard::mirrorRequested, this, &Welcome::mirror);
    connect(&m_finder, &ServerFinder::found, this, &Welcome::showFound);
    connect(&m_finder, &ServerFinder::failed, &card, &ConnectCard::showProblem);
    connect(&page.sampleCard(), &SampleCard::sampleRequested, this, &Welcome::showSample);
    connect(&page.sampleCard(), &SampleCard::paceChanged, this, [this](SamplePace pace) {
        if (m_sample)
            m_sample->setPace(pace);
    });
}

void Welcome::suggest(const QString &address, const QString &tree)
{
    m_page.connectCard().suggest(address, tree);
}

void Welcome::clear()
{
    m_finder.cancel();
    m_page.connectCard().clear();
}

Result<ServerCredentials> Welcome::credentialsFor(const QUrl &server) const
{
    const ConnectCard &card = m_page.connectCard();
    return typedCredentials(card.token(), card.authorityFile(), m_mirrors.credentialsOf(server));
}

void Welcome::find()
{
    m_finder.find(m_page.connectCard().address(),
                  [this](const QUrl &server) { return credentialsFor(server); });
}

void Welcome::showFound(const FoundServer &server)
{
    m_found = server.url;
    FoundTrees found{.server = server.url.toDisplayString(),
                     .trees = {},
                     .isMore = server.isMore,
                     .isEncrypted = server.url.scheme() == "https"_L1,
                     .took = server.took};
    for (const TreeListing &tree : server.trees)
        found.trees.append({.name = tree.tree,
                            .objects = tree.objects,
                            .bytes = tree.bytes,
                            .problem = tree.problem,
                            .isMirrored = m_mirrors.has({.server = server.url, .tree = tree.tree})});
    m_page.connectCard().showFound(found);
}

void Welcome::mirror()
{
    ConnectCard &card = m_page.connectCard();
    const auto credentials = credentialsFor(m_found);
    if (!credentials)
        return card.showProblem(credentials.error());
    QList<MirrorConfig> mirrors;
    for (const QString &name : card.chosenTrees()) {
        const auto tree = Routes::checkTreeName(name);
        if (!tree)
            return card.showProblem(tree.error());
        mirrors.append({.server = m_found, .tree = *tree, .credentials = *credentials});
    }
    if (!mirrors.isEmpty())
        Q_EMIT chosen(mirrors);
}

void Welcome::askForOtherKind(QWidget *parent)
{
    auto *dialog = new ClassicDialog(parent);
    ProductionMarks::setNoConnection(dialog); // of one that is to be
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setCheck([this, dialog]() -> Trouble {
        const auto config = configOf(*dialog);
        if (!config)
            return config.error();
        Q_EMIT chosen({*config});
        return {};
    });
    dialog->open();
}

QUrl Welcome::sampleServer()
{
    return QSettings().value(SampleKey).toUrl();
}

void Welcome::resumeSample(const MirrorConfig &config)
{
    if (!m_sample && config.server.isValid() && config.server == sampleServer())
        startSample(false);
}

void Welcome::showSample()
{
    const MirrorConfig config{.server = sampleServer(), .tree = SampleServer::tree()};
    if (m_sample && m_mirrors.has(config))
        Q_EMIT sampleReady(config, true);
    else if (!m_sample)
        startSample(true);
}

/// Its mirror stays in the list, so that it is there again at the next start, and its server with it.
void Welcome::startSample(bool isAsked)
{
    m_sample = std::make_unique<SampleServer>();
    m_sample->setPace(m_page.sampleCard().pace());
    connect(m_sample.get(), &SampleServer::ready, this, [this, isAsked](const QUrl &server) {
        QSettings().setValue(SampleKey, server);
        m_page.sampleCard().setRunning(true);
        Q_EMIT sampleReady({.server = server, .tree = SampleServer::tree()}, isAsked);
    });
    connect(m_sample.get(), &SampleServer::failed, this, [this](const QString &problem) {
        m_page.sampleCard().setRunning(false);
        m_sample.release()->deleteLater(); // it tells this
        Q_EMIT told(problem);
    });
    m_sample->start(quint16(std::max(0, sampleServer().port(0))));
}

void Welcome::endSampleOf(const MirrorConfig &config)
{
    if (!m_sample || config.server != sampleServer())
        return;
    m_sample.reset();
    m_page.sampleCard().setRunning(false);
    QSettings().remove(SampleKey);
}

} // namespace GenMirror
