#pragma once

#include "app/genmirror/sampleserver.h"
#include "app/genmirror/serverfinder.h"
#include "sync/client/mirrorsession.h"

#include <memory>

namespace GenMirror
{

class ClassicDialog;
class StartPage;

/// The start page at work: finds servers, offers their trees, and runs the sample.
class Welcome : public QObject
{
    Q_OBJECT
public:
    /// What it has to know of the mirrors that there are.
    struct Mirrors {
        std::function<ServerCredentials(const QUrl &server)> credentialsOf;
        std::function<bool(const MirrorConfig &)> has;
    };
    Welcome(StartPage &page, Mirrors mirrors, QObject *parent = nullptr);

    /// Looks for it at once; `tree` is chosen once it is there, unless it is empty.
    void suggest(const QString &address, const QString &tree);
    /// As at the beginning.
    void clear();
    /// Asks for a server of another make; `parent` is the window.
    void askForOtherKind(QWidget *parent);

    /// Runs the sample of an earlier time again, if `config` is its mirror.
    void resumeSample(const MirrorConfig &config);
    /// Its mirror was removed: the sample ends with it.
    void endSampleOf(const MirrorConfig &config);
    /// Where the sample was; invalid if there was none.
    [[nodiscard]] static QUrl sampleServer();

Q_SIGNALS:
    /// What a person chose; all of one server.
    void chosen(const QList<GenMirror::MirrorConfig> &mirrors);
    /// `isAsked`: a person wants to see it now; else it goes on from an earlier time.
    void sampleReady(const GenMirror::MirrorConfig &mirror, bool isAsked);
    /// A sentence.
    void told(const QString &sentence);

private:
    void find();
    void showFound(const FoundServer &server);
    void mirror();
    void showSample();
    void startSample(bool isAsked);
    [[nodiscard]] Result<ServerCredentials> credentialsFor(const QUrl &server) const;

    StartPage &m_page;
    const Mirrors m_mirrors;
    ServerFinder m_finder;
    QUrl m_found;
    std::unique_ptr<SampleServer> m_sample;
};

} // namespace GenMirror
