#include "sync/sql/sqlcopy.h"

#include "model/core/sentences.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QStorageInfo>

#include <mutex>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<std::shared_ptr<const SqlCopy>> SqlCopy::of(const QString &fileName, const QByteArray &stamp,
                                                   const Preparation &preparation)
{
    static std::mutex mutex;
    static QHash<QByteArray, std::weak_ptr<const SqlCopy>> copies;
    const QByteArray key =
        QFileInfo(fileName).absoluteFilePath().toUtf8() + '\n' + preparation.name.toUtf8() + '\n' + stamp;
    const std::scoped_lock lock(mutex);
    copies.removeIf([](const auto &copy) { return copy->expired(); });
    if (auto made = copies.value(key).lock())
        return made;
    const std::shared_ptr<const SqlCopy> copy(new SqlCopy);
    if (auto made = copy->make(fileName, preparation); !made)
        return failureOf(made);
    copies.insert(key, copy);
    return copy;
}

Result<void> SqlCopy::make(const QString &fileName, const Preparation &preparation) const
{
    const auto failed = [&fileName](Error::Kind kind) {
        return failure(kind,
                       Sentences::tr("%1 can be read only from a copy, since it cannot be written where it "
                                     "is. There is no room for one in %2.")
                           .arg(fileName, QDir::tempPath()));
    };
    if (!m_folder.isValid())
        return failed(Error::Kind::Storage);
    const QString log = u"-wal"_s;
    const qint64 bytes = QFileInfo(fileName).size() + QFileInfo(fileName + log).size();
    if (QStorageInfo(m_folder.path()).bytesAvailable() < bytes * preparation.timesTheRoom)
        return failed(Error::Kind::Full);
    const QString copy = this->fileName();
    if (!QFile::copy(fileName, copy) ||
        (QFile::exists(fileName + log) && !QFile::copy(fileName + log, copy + log)))
        return failed(Error::Kind::Full);
    for (const QString &file : {copy, QString(copy + log)}) {
        if (QFile::exists(file) && !QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner))
            return failed(Error::Kind::Storage);
    }
    return preparation.run ? preparation.run(copy) : Result<void>();
}

} // namespace GenMirror
