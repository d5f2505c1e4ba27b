#pragma once

#include "model/core/appliedupdate.h"
#include "model/core/result.h"

#include <QList>
#include <QString>

namespace GenMirror
{

/// What a person wants to be told of: changes in a set and all that is nested in it.
struct NoticeRule {
    QString mirror; ///< Which, as mirrorNameOf() has it.
    SetPath set;

    friend bool operator==(const NoticeRule &, const NoticeRule &) = default;
    /// How many objects of the set an update touches.
    [[nodiscard]] qint64 countIn(const AppliedUpdate &update) const;
};

[[nodiscard]] QList<NoticeRule> readNoticeRules();
/// Errors: Storage (saveSettings()).
[[nodiscard]] Result<void> writeNoticeRules(const QList<NoticeRule> &rules);

} // namespace GenMirror
