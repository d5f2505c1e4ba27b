#include "app/genmirror/serverfinder.h"

#include "sync/protocol/routes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int OwnPort = 8765; // genmirrord's
ApiManner impatient()
{
    return {.silence = std::chrono::seconds(10), .longest = std::chrono::seconds(30)};
}

/// It is one of ours, whatever it thinks of the person.
bool isOurs(const Result<WhoAmI> &answer)
{
    using Kind = Error::Kind;
    return answer || (answer.error().kind != Kind::Network && answer.error().kind != Kind::Protocol);
}

} // namespace

Result<QList<QUrl>> addressesMeant(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.contains("://"_L1))
        return Routes::checkServerUrl(text).map([](const QUrl &url) { return QList<QUrl>{url}; });
    QList<QUrl> urls;
    for (const QString &scheme : {u"https://"_s, u"http://"_s}) {
        const auto url = Routes::checkServerUrl(scheme + text);
        if (!url)
            return failureOf(url);
        urls.append(*url);
        if (url->port() < 0) {
            urls.append(*url);
            urls.last().setPort(OwnPort);
        }
    }
    return urls;
}

void ServerFinder::cancel()
{
    m_asked.clear();
    m_server.reset();
}

void ServerFinder::find(const QString &typed, const CredentialsOf &credentialsOf)
{
    cancel();
    m_credentialsOf = credentialsOf;
    const auto urls = addressesMeant(typed);
    if (!urls) {
        Q_EMIT failed(urls.error());
        return;
    }
    m_clock.start();
    for (const QUrl &url : *urls) {
        auto credentials = m_credentialsOf(url);
        if (!credentials) {
            cancel();
            Q_EMIT failed(credentials.error());
            return;
        }
        credentials->token.clear();
        m_asked.push_back({.url = url,
                           .api = std::make_unique<ServerApi>(
                               ApiServer{.url = url, .credentials = *credentials}, impatient()),
                           .answer = {}});
    }
    for (size_t i = 0; i < m_asked.size(); ++i) {
        ServerApi *api = m_asked[i].api.get();
        whenThere(api->whoAmI(), api, [this, i](const Result<Answer<WhoAmI>> &answer) {
            answered(i, answer.map([](const Answer<WhoAmI> &whole) { return whole.value; }));
        });
    }
}

void ServerFinder::answered(size_t index, const Result<WhoAmI> &answer)
{
    m_asked[index].answer = answer;
    // Not here: what is judged may end the request that tells this.
    QMetaObject::invokeMethod(this, &ServerFinder::judge, Qt::QueuedConnection);
}

/// The best that is known to be one of ours, once all that would be better are known not to be.
void ServerFinder::judge()
{
    if (m_asked.empty())
        return; // over
    for (const Asked &asked : m_asked) {
        if (!asked.answer)
            return;
        if (isOurs(*asked.answer)) {
            const QUrl url = asked.url; // what is asked is dropped there
            return list(url);
        }
        if (asked.answer->error().code == ErrorCode::CertificateNotBelieved)
            break;
    }
    const Trouble trouble = troubleOfAll();
    cancel();
    Q_EMIT failed(trouble);
}

/// The one that says most: an address that answers, but not as it should, before one that does not answer.
Trouble ServerFinder::troubleOfAll() const
{
    const auto errorAt = [this](size_t index) -> const Error & { return m_asked[index].answer->error(); };
    for (size_t i = 0; i < m_asked.size(); ++i) {
        if (!m_asked[i].answer)
            continue;
        const Error &error = errorAt(i);
        if (error.kind == Error::Kind::Protocol || error.code == ErrorCode::CertificateNotBelieved ||
            (m_asked.size() == 1 && error.code == ErrorCode::NotTls))
            return error;
    }
    if (m_asked.size() == 1)
        return errorAt(0);
    QStringList tried;
    for (const Asked &asked : m_asked)
        tried.append(asked.url.toDisplayString());
    return tr("No GenMirror server answers there. Tried: %1. (%2)")
        .arg(tried.join(u", "_s), errorAt(0).detail);
}

void ServerFinder::list(const QUrl &url)
{
    const std::chrono::milliseconds took(m_clock.elapsed());
    m_asked.clear();
    const auto credentials = m_credentialsOf(url);
    if (!credentials) {
        Q_EMIT failed(credentials.error());
        return;
    }
    m_found = {.url = url, .trees = {}, .isMore = false, .took = took};
    m_server = std::make_unique<ServerApi>(ApiServer{.url = url, .credentials = *credentials}, impatient());
    fetch({});
}

void ServerFinder::fetch(const QList<TreeListing> &known)
{
    const QString last = known.isEmpty() ? QString() : known.last().tree;
    whenThere(m_server->trees(last), m_server.get(), [this, known](const Result<Answer<TreePage>> &page) {
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        QList<TreeListing> trees = known + page->value.trees;
        m_found.isMore = page->value.more && !page->value.trees.isEmpty();
        if (m_found.isMore && trees.size() < MostTrees)
            return fetch(trees);
        trees.resize(std::min(trees.size(), MostTrees));
        m_found.trees = trees;
        Q_EMIT found(m_found);
    });
}

} // namespace GenMirror
