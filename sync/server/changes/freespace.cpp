#include "sync/server/changes/freespace.h"

#include <QLoggingCategory>

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(spaceLog, "genmirror.admin")

} // namespace

void FreeSpace::giveBack(const QString &tree) const
{
    m_trees.write(tree, [this, tree](TreeWriter &writer) {
        constexpr qint64 pages = 2000; // a few milliseconds
        const auto more = writer.writing([](SqlStorage &storage) { return storage.giveSpaceBack(pages); });
        if (!more && more.error().kind != Error::Kind::NotFound) // removed since
            qCWarning(spaceLog, "The free room of the tree %s could not be given back: %s",
                      qUtf8Printable(tree), qUtf8Printable(more.error().detail));
        else if (more && *more && !m_status.stopping)
            giveBack(tree);
    });
}

} // namespace GenMirror
