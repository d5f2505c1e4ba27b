#include "sync/files/privatefiles.h"

#include "model/core/sentences.h"

#include <QFile>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void keepFilesPrivate()
{
    ::umask(S_IRWXG | S_IRWXO);
}

QStringList readableByOthers(const QStringList &names)
{
    QStringList readable;
    for (const QString &name : names) {
        struct stat status {
        };
        if (::stat(QFile::encodeName(name).constData(), &status) == 0 &&
            (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
            readable.append(name);
    }
    return readable;
}

QString warningOfReadable(const QStringList &names)
{
    constexpr qsizetype most = 3;
    const QStringList readable = readableByOthers(names);
    if (readable.isEmpty())
        return {};
    QString list = readable.first(std::min(most, readable.size())).join(", "_L1);
    if (readable.size() > most)
        list += u", …"_s;
    return Sentences::tr("Other users of this machine can get at %1. If they should not: chmod -R go= there.")
        .arg(list);
}

} // namespace GenMirror
