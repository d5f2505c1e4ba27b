#include "sync/server/treeservice.h"

#include "sync/protocol/routes.h"
#include "sync/server/call.h"

#include <QDir>
#include <QLockFile>

#include <algorithm>
#include <future>
#include <limits>

using namespace Qt::StringLiterals;

namespace GenMirror
{

/// Keeps a second server out of the data directory.
class TreeService::Lock
{
public:
    explicit Lock(const QString &directory)
        : m_file(directory + "/genmirrord.lock"_L1)
    {
        m_file.setStaleLockTime(0);
    }
    [[nodiscard]] bool acquire() { return m_file.tryLock(); }

private:
    QLockFile m_file;
};

Result<std::unique_ptr<TreeService>> TreeService::open(const QString &directory,
                                                       const TreeServiceOptions &options)
{
    if (!QDir().mkpath(directory))
        return failure(
            Error::Kind::Storage,
            u"The data directory %1 cannot be made. Check the rights of the folder above it."_s.arg(
                directory));
    auto lock = std::make_unique<Lock>(directory);
    if (!lock->acquire())
        return failure(
            Error::Kind::Storage,
            u"The data directory %1 is in use by another server or not writable. Stop the other one, or "
            "choose another directory."_s.arg(directory));
    std::unique_ptr<TreeService> service(new TreeService(directory, options, std::move(lock)));
    std::promise<void> prepared;
    service->m_writer.post([&](TreeWorker &writer) {
        prepareTrees(service->m_registry, writer);
        prepared.set_value();
    });
    prepared.get_future().wait();
    return service;
}

/// Brings each file's schema up to date, which readers cannot, and removes files that a crash left before
/// there was a tree in them. A file that cannot be opened stays: who asks for its tree is told why.
void TreeService::prepareTrees(TreeRegistry &registry, TreeWorker &writer)
{
    for (const QString &name : registry.names()) {
        const auto storage = writer.storage(name);
        if (!storage || (*storage)->holdsTree())
            continue;
        writer.close(name);
        (void)registry.removeFiles(name);
    }
}

TreeService::TreeService(QString directory, TreeServiceOptions options, std::unique_ptr<Lock> lock)
    : m_directory(std::move(directory))
    , m_options(options)
    , m_lock(std::move(lock))
    , m_registry(m_directory)
    , m_events(options.events)
    , m_writer(m_registry, {.maximumPages = options.maximumPages})
{
}

TreeService::~TreeService()
{
    prepareStop();
}

void TreeService::prepareStop()
{
    m_stopping = true;
    m_waiters.wakeAll();
    m_events.close();
}

std::span<const TreeService::Route> TreeService::routes()
{
    using On = Route::On;
    static const std::array table{
        Route{"GET", {"v1", "trees"}, On::Reader, &TreeService::listTrees},
        Route{"GET", {"v1", "trees", "*"}, On::Reader, &TreeService::showTree},
        Route{"PUT", {"v1", "trees", "*"}, On::Writer, &TreeService::createTree},
        Route{"DELETE", {"v1", "trees", "*"}, On::Writer, &TreeService::removeTree},
        Route{"GET", {"v1", "trees", "*", "updates"}, On::Reader, &TreeService::updates},
        Route{"GET", {"v1", "trees", "*", "history"}, On::Reader, &TreeService::history},
        Route{"GET", {"v1", "events"}, On::Reader, &TreeService::events},
        Route{"GET", {"v1", "trees", "*", "objects", "**"}, On::Reader, &TreeService::getObject},
        Route{"PUT",
              {"v1", "trees", "*", "objects", "**"},
              On::Writer,
              &TreeService::putObject,
              MaximumObjectBytes},
        Route{"DELETE", {"v1", "trees", "*", "objects", "**"}, On::Writer, &TreeService::removeObject},
        Route{"POST",
              {"v1", "trees", "*", "batch"},
              On::Writer,
              &TreeService::batch,
              std::numeric_limits<qsizetype>::max()},
        Route{"POST", {"v1", "admin", "trees", "*", "compact"}, On::Writer, &TreeService::compact},
        Route{"POST", {"v1", "admin", "trees", "*", "reset"}, On::Writer, &TreeService::reset},
    };
    return table;
}

TreeWorker &TreeService::reader()
{
    constexpr size_t mostReaders = 32; // each may be held up by a client as long as that takes something
    const std::scoped_lock lock(m_readersMutex);
    const auto leastBusy =
        std::ranges::min_element(m_readers, {}, [](const auto &worker) { return worker->load(); });
    if (leastBusy != m_readers.end() && ((*leastBusy)->load() == 0 || m_readers.size() == mostReaders))
        return **leastBusy;
    m_readers.push_back(std::make_unique<TreeWorker>(m_registry, SqlStorage::Options{.readOnly = true}));
    return *m_readers.back();
}

void TreeService::handle(HttpRequest request, const std::shared_ptr<HttpResponder> &responder)
{
    QByteArrayList segments = request.path.mid(1).split('/');
    QByteArrayList allowed;
    for (const Route &route : routes()) {
        if (!route.matches(segments))
            continue;
        if (route.method != request.method) {
            allowed.append(route.method);
            continue;
        }
        auto call = std::make_shared<Call>();
        call->responder = responder;
        call->query = QUrlQuery(QString::fromUtf8(request.query));
        call->request = std::move(request);
        if (const qsizetype star = route.words.indexOf("*"); star >= 0) {
            const auto name =
                Routes::checkTreeName(QString::fromUtf8(QByteArray::fromPercentEncoding(segments[star])));
            if (!name)
                return responder->respond(errorResponse(name.error()));
            call->tree = *name;
        }
        if (route.words.last() == "**")
            call->segments = segments.mid(route.words.size() - 1);
        if (call->request.body.size() > route.bodyBytes)
            return responder->respond(problemResponse(
                413, u"The body is longer than %1 bytes, which this address does not take."_s.arg(
                         route.bodyBytes)));
        const QByteArray type = call->request.header("Content-Type").split(';').first().trimmed().toLower();
        if (!call->request.body.isEmpty() && !type.isEmpty() && type != "application/json" &&
            !type.endsWith("+json"))
            return responder->respond(
                problemResponse(415, u"The body must be JSON: Content-Type: application/json."_s));
        if (const auto asked = call->updateRequest(); !asked) // before anything is written
            return responder->respond(errorResponse(asked.error()));
        return dispatch(call, route);
    }
    if (allowed.isEmpty())
        return responder->respond(problemResponse(
            404,
            u"There is nothing at this address. The trees are at /v1/trees; docs/protocol.md lists all addresses."_s));
    const QByteArray methods = allowed.join(", ");
    responder->respond(problemResponse(405, u"This address takes %1."_s.arg(QString::fromLatin1(methods)),
                                       {{"Allow", methods}}));
}

void TreeService::dispatch(const std::shared_ptr<Call> &call, const Route &route)
{
    TreeWorker &worker = route.on == Route::On::Writer ? m_writer : reader();
    worker.post([this, call, work = route.work](TreeWorker &on) {
        if (call->responder->isDisconnected())
            return;
        Answer answer = (this->*work)(*call, on);
        if (!answer)
            answer = errorResponse(answer.error());
        if (answer->status != 0) // 0: it has been answered, or will be later
            call->responder->respond(*std::move(answer));
    });
}

} // namespace GenMirror
