#include "sync/server/store/workfolder.h"

#include "sync/files/durablefiles.h"

#include <atomic>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Q_LOGGING_CATEGORY(dataLog, "genmirror.data")

Result<std::unique_ptr<WorkFolder>> WorkFolder::make(const QString &workplace)
{
    static std::atomic<int> last = 0;
    const QString path = u"%1/%2"_s.arg(workplace).arg(++last);
    if (const auto taken = isThere(path); !taken)
        return failureOf(taken);
    else if (*taken) // it could not be removed
        return make(workplace);
    if (auto made = makeFolder(path); !made)
        return failureOf(made);
    return std::unique_ptr<WorkFolder>(new WorkFolder(path));
}

WorkFolder::~WorkFolder()
{
    if (const auto removed = removeFolderDurably(m_path); !removed)
        qCWarning(dataLog, "%s The next start tries again.", qUtf8Printable(removed.error().detail));
}

Result<void> WorkFolder::clean(const QString &workplace)
{
    const auto folders = foldersIn(workplace);
    if (!folders)
        return failureOf(folders);
    for (const QString &name : *folders) {
        if (auto removed = removeFolderDurably(workplace + u'/' + name); !removed)
            return removed;
    }
    return {};
}

} // namespace GenMirror
