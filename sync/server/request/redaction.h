#pragma once

#include "sync/server/request/call.h"
#include "sync/server/store/datadirectory.h"

namespace GenMirror
{

/// Leaves out of sentences what concerns admins alone: where the files lie. The log has it.
class Redaction
{
public:
    explicit Redaction(const DataDirectory &directory)
        : m_path(directory.path())
    {
    }

    /// A sentence, or an error, as this asker may see it.
    [[nodiscard]] QString shown(const Call &call, QString text) const;
    [[nodiscard]] Error shown(const Call &call, Error error) const;

private:
    const QString m_path;
};

} // namespace GenMirror
