// Which mirrors there are: those of the last time, and those that a person adds.
#include "app/genmirror/desktop.h"

#include "app/genmirror/mirrorlist.h"

#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void Desktop::connectWelcome()
{
    connect(&m_welcome, &Welcome::chosen, this, &Desktop::takeChosen);
    connect(&m_welcome, &Welcome::told, this,
            [this](const QString &sentence) { m_window.statusBar()->showMessage(sentence, LongSentence); });
    connect(&m_welcome, &Welcome::sampleReady, this, [this](const MirrorConfig &config, bool isAsked) {
        if (!isAsked)
            return addMirror(config);
        showMirror(config);
        m_window.showHints();
    });
}

void Desktop::showStart()
{
    m_window.showStart(m_mirrors.empty());
}

void Desktop::takeChosen(const QList<MirrorConfig> &mirrors)
{
    for (const MirrorConfig &config : mirrors)
        addMirror(config);
    const MirrorConfig &first = mirrors.first();
    if (first.credentials != ServerCredentials() && !first.classic)
        keepCredentials(first.server, first.credentials);
    showMirror(first);
    m_welcome.clear();
}

void Desktop::restoreMirrors()
{
    const QList<MirrorConfig> known = readMirrorList();
    for (const MirrorConfig &config : known) {
        if (numberOf(config) == 0)
            startMirror(config);
        restoreToken(config.server);
        m_welcome.resumeSample(config);
    }
    m_isRestored = true;
    if (m_mirrors.size() > size_t(known.size()))
        remember(); // those that were added before
    restoreSession();
    if (m_mirrors.empty())
        showStart();
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

} // namespace GenMirror
