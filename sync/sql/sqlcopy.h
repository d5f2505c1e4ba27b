#pragma once

#include "model/core/result.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace GenMirror
{

/// A copy of a database, with its log, that cannot be read where it is. It lies in a temporary folder, for
/// this user alone, and is removed with the last who reads it. Thread-safe.
class SqlCopy
{
public:
    /// What is done to a copy before it is read, e.g. its schema is brought up to date.
    struct Preparation {
        QString name; ///< Copies that were prepared in another way are others.
        std::function<Result<void>(const QString &copy)> run;
        int timesTheRoom = 1; ///< That it needs, as a multiple of the file's size.
    };

    /// All who read the same state of a file in this process share one copy; who comes second waits until it
    /// is made. `stamp` tells that state. Errors: Full (no room, which is looked at first), Storage, those of
    /// the preparation.
    [[nodiscard]] static Result<std::shared_ptr<const SqlCopy>>
    of(const QString &fileName, const QByteArray &stamp, const Preparation &preparation);

    [[nodiscard]] QString fileName() const { return m_folder.filePath(QStringLiteral("copy")); }

private:
    SqlCopy() = default;
    [[nodiscard]] Result<void> make(const QString &fileName, const Preparation &preparation) const;

    QTemporaryDir m_folder;
};

} // namespace GenMirror
