#pragma once

#include "model/core/result.h"

#include <QLoggingCategory>

#include <memory>

namespace GenMirror
{

Q_DECLARE_LOGGING_CATEGORY(dataLog)

/// A folder for something that is being made, and gets its name when it is whole: removed, with what is still
/// in it, when this goes.
///
/// It lies in a workplace, a folder on the same disk whose name no tree and no backup can have.
class WorkFolder
{
public:
    /// The name of workplaces in their folders.
    static constexpr QLatin1StringView Workplace{".work"};

    /// Makes one, and the workplace if need be. Errors: Full, Storage.
    [[nodiscard]] static Result<std::unique_ptr<WorkFolder>> make(const QString &workplace);
    ~WorkFolder();
    WorkFolder(const WorkFolder &) = delete;
    WorkFolder &operator=(const WorkFolder &) = delete;

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString filePath(const QString &name) const { return m_path + u'/' + name; }

    /// Removes what a crash left in a workplace. Only while nothing is being made there.
    [[nodiscard]] static Result<void> clean(const QString &workplace);

private:
    explicit WorkFolder(QString path)
        : m_path(std::move(path))
    {
    }

    const QString m_path;
};

} // namespace GenMirror
