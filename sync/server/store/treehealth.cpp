#include "sync/server/store/treehealth.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

Q_LOGGING_CATEGORY(healthLog, "genmirror.health")

bool isOfStorage(Error::Kind kind)
{
    return kind == Error::Kind::Storage || kind == Error::Kind::Full || kind == Error::Kind::Damaged ||
           kind == Error::Kind::NewerSchema;
}

} // namespace

void TreeHealth::stopped(const QString &tree, const Error &cause)
{
    const std::scoped_lock lock(m_mutex);
    ++m_checkpointFailures;
    if (!m_stopped.contains(tree))
        qCCritical(healthLog,
                   "The tree %s is not written to until its file is on the disk again, which is tried each "
                   "second: %s",
                   qUtf8Printable(tree), qUtf8Printable(cause.detail));
    m_stopped.insert(tree, cause);
}

void TreeHealth::resumed(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    if (m_stopped.remove(tree) > 0)
        qCWarning(healthLog, "The tree %s is written to again: all of it is on the disk",
                  qUtf8Printable(tree));
}

std::optional<Error> TreeHealth::whyStopped(const QString &tree) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_stopped.constFind(tree);
    if (found == m_stopped.constEnd())
        return {};
    return Error{
        .kind = found->kind == Error::Kind::Full ? Error::Kind::Full : Error::Kind::Storage,
        .detail = u"The disk did not take what was written to the tree \"%1\", so nothing more is written to "
                  "it for now. Reading goes on; writing does by itself, as soon as the disk works. %2"_s.arg(
                      tree, found->detail)};
}

QStringList TreeHealth::stopped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_stopped.keys();
}

void TreeHealth::setPace(std::chrono::milliseconds pace)
{
    const std::scoped_lock lock(m_mutex);
    m_pace = pace;
}

std::chrono::milliseconds TreeHealth::pace() const
{
    const std::scoped_lock lock(m_mutex);
    return m_pace;
}

void TreeHealth::read(const QString &tree, const Error *failure)
{
    if (failure && !isOfStorage(failure->kind))
        return; // it could be read, but there is no such thing
    const std::scoped_lock lock(m_mutex);
    if (failure && m_stopped.contains(tree))
        return; // said already
    const auto known = m_unreadable.constFind(tree);
    if (!failure) {
        if (known != m_unreadable.constEnd() && known->kind != Error::Kind::Damaged)
            m_unreadable.remove(tree);
        return;
    }
    if (known != m_unreadable.constEnd() && known->detail == failure->detail)
        return;
    qCWarning(healthLog, "The tree %s cannot be read: %s", qUtf8Printable(tree),
              qUtf8Printable(failure->detail));
    m_unreadable.insert(tree, *failure);
}

void TreeHealth::foundSound(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    m_unreadable.remove(tree);
}

void TreeHealth::forget(const QString &tree)
{
    const std::scoped_lock lock(m_mutex);
    m_stopped.remove(tree);
    m_unreadable.remove(tree);
}

bool TreeHealth::hasProblem(const QString &tree) const
{
    const std::scoped_lock lock(m_mutex);
    return m_stopped.contains(tree) || m_unreadable.contains(tree);
}

QMap<QString, Error> TreeHealth::problems() const
{
    const std::scoped_lock lock(m_mutex);
    QMap<QString, Error> problems = m_unreadable;
    problems.insert(m_stopped);
    return problems;
}

qint64 TreeHealth::checkpointFailures() const
{
    const std::scoped_lock lock(m_mutex);
    return m_checkpointFailures;
}

} // namespace GenMirror
