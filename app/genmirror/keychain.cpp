#include "app/genmirror/keychain.h"

#include <QStandardPaths>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

// A job belongs to nobody, and deletes itself when it is done: the system's answer comes to it even if we
// have ended before.

/// What the keychain lists our entries under; that of tests is another.
QString serviceName()
{
    return QStandardPaths::isTestModeEnabled() ? u"genmirror-test"_s : u"genmirror"_s;
}

} // namespace

// Jobs belong to nobody: QtKeychain deletes each when it is done, and would go on with one that was deleted
// before.

void Keychain::read(const QUrl &server, std::function<void(const Result<QByteArray> &)> told)
{
    auto *job = new QKeychain::ReadPasswordJob(serviceName());
    job->setKey(server.toString());
    connect(job, &QKeychain::Job::finished, this, [job, answer = std::move(told)] {
        if (job->error() == QKeychain::NoError)
            answer(job->binaryData());
        else if (job->error() == QKeychain::EntryNotFound)
            answer(failure(Error::Kind::NotFound, tr("The keychain holds no token for this server.")));
        else
            answer(failure(
                Error::Kind::Storage,
                tr("The token could not be taken from the system's keychain (%1). Unlock or start it, or "
                   "give the token again: Mirror ▸ Token and authority…")
                    .arg(job->errorString())));
    });
    job->start();
}

void Keychain::write(const QUrl &server, const QByteArray &token)
{
    auto *job = new QKeychain::WritePasswordJob(serviceName());
    job->setKey(server.toString());
    job->setBinaryData(token);
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        if (job->error() != QKeychain::NoError)
            Q_EMIT failed(
                tr("There is no keychain to keep the token in (%1): it is used until GenMirror is closed, "
                   "then it has to be given again. Install and unlock one, such as GNOME Keyring or "
                   "KWallet.")
                    .arg(job->errorString()));
    });
    job->start();
}

void Keychain::forget(const QUrl &server)
{
    auto *job = new QKeychain::DeletePasswordJob(serviceName());
    job->setKey(server.toString());
    job->start(); // where it cannot be removed it was not kept either
}

} // namespace GenMirror
