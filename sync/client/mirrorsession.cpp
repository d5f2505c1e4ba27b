#include "sync/client/mirrorsession.h"

#include "model/core/sentences.h"
#include "sync/client/mirrorworker.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

const QString GenerationPlace = u"{generation}"_s;

} // namespace

QUrl ClassicSource::urlSince(Generation generation) const
{
    return QUrl(QString(urlTemplate).replace(GenerationPlace, QString::number(generation.value)));
}

Result<QString> ClassicSource::checkTemplate(const QString &text)
{
    const QString trimmed = text.trimmed();
    const QUrl url = ClassicSource{.urlTemplate = trimmed}.urlSince({});
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !trimmed.contains(GenerationPlace))
        return failure(
            Error::Kind::InvalidArgument,
            Sentences::tr(
                "\"%1\" is no address of updates. It looks like http://host/data?generation={generation}, "
                "with {generation} where the server expects the number.")
                .arg(text));
    return trimmed;
}

class MirrorSession::Private
{
public:
    MirrorConfig config;
    MirrorStatus status;
    QThread thread;
    MirrorWorker *worker = nullptr; ///< Lives on the thread, deleted at its end.
};

MirrorSession::MirrorSession(MirrorConfig config, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    qRegisterMetaType<MirrorStatus>();
    qRegisterMetaType<Verification>();
    qRegisterMetaType<std::shared_ptr<const AppliedUpdate>>();
    d->config = std::move(config);
    d->worker = new MirrorWorker(d->config);
    d->worker->moveToThread(&d->thread);
    connect(&d->thread, &QThread::finished, d->worker, &QObject::deleteLater);
    connect(d->worker, &MirrorWorker::statusChanged, this, [this](const MirrorStatus &status) {
        d->status = status;
        Q_EMIT statusChanged(status);
    });
    connect(d->worker, &MirrorWorker::updateApplied, this, &MirrorSession::updateApplied);
    connect(d->worker, &MirrorWorker::rowsChecked, this, &MirrorSession::rowsChecked);
    d->thread.setObjectName(u"mirror "_s + d->config.tree);
}

MirrorSession::~MirrorSession()
{
    if (d->thread.isRunning()) {
        QMetaObject::invokeMethod(d->worker, &MirrorWorker::shutDown, Qt::BlockingQueuedConnection);
        d->thread.quit();
        d->thread.wait();
    } else {
        delete d->worker;
    }
}

const MirrorConfig &MirrorSession::config() const
{
    return d->config;
}

const MirrorStatus &MirrorSession::status() const
{
    return d->status;
}

void MirrorSession::start()
{
    if (d->thread.isRunning())
        return;
    d->thread.start();
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::start);
}

void MirrorSession::refresh()
{
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::refresh);
}

void MirrorSession::networkReturned()
{
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::networkReturned);
}

void MirrorSession::pause()
{
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::pause);
}

void MirrorSession::resume()
{
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::resume);
}

void MirrorSession::replaceCache()
{
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::replaceCache);
}

void MirrorSession::verify()
{
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::verifyRequested);
}

void MirrorSession::repair()
{
    QMetaObject::invokeMethod(d->worker, &MirrorWorker::repair);
}

} // namespace GenMirror
