// What clients ask a server for in a body, as values: clients write them, the server reads them. A reader is
// strict: whoever gives a member that does not belong there is told what does (InvalidArgument).
#pragma once

#include "model/core/generation.h"
#include "model/core/result.h"
#include "model/core/setpath.h"

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace GenMirror
{

/// The longest reason, in characters.
inline constexpr qsizetype LongestReason = 2000;

struct CompactionOrder {
    enum class By {
        KeepRemovals,  ///< The newest so many stay.
        OlderThanDays, ///< Those from before then go.
        Before,        ///< Those from before this generation go.
    } by = By::KeepRemovals;
    qint64 value = 0;
    std::optional<SetPath> set; ///< None: all.
    QString reason;
    bool dryRun = false;
};

struct ResetOrder {
    QString reason;
    bool dropsObjects = false;
};

struct RestoreOrder {
    QString backup;
    QString reason;
};

struct BackupOrder {
    QString name; ///< Empty: as the server likes.
    QString reason;
};

/// What a token is to be; what is left out stays, or is as the server likes.
struct TokenChange {
    std::optional<QString> name;
    std::optional<QString> role; ///< reader, editor or admin.
    std::optional<QStringList> trees;
    /// Seconds precise; a time that is not valid: never.
    std::optional<QDateTime> expires;
};

[[nodiscard]] Result<CompactionOrder> readCompactionOrder(const QByteArray &body);
[[nodiscard]] QByteArray toJson(const CompactionOrder &order);
/// With a reason.
[[nodiscard]] Result<ResetOrder> readResetOrder(const QByteArray &body);
[[nodiscard]] QByteArray toJson(const ResetOrder &order);
/// With both.
[[nodiscard]] Result<RestoreOrder> readRestoreOrder(const QByteArray &body);
[[nodiscard]] QByteArray toJson(const RestoreOrder &order);
/// Of an empty body: an empty order.
[[nodiscard]] Result<BackupOrder> readBackupOrder(const QByteArray &body);
[[nodiscard]] QByteArray toJson(const BackupOrder &order);
/// `now`: a time to expire at comes later.
[[nodiscard]] Result<TokenChange> readTokenChange(const QByteArray &body, const QDateTime &now);
[[nodiscard]] QByteArray toJson(const TokenChange &change);

} // namespace GenMirror
