// What a server answers to an admin, as the server page shows it: in the person's own language and time.
#pragma once

#include "model/sheets/sheet.h"
#include "sync/client/serverapi.h"
#include "ui/compactdialog.h"
#include "ui/serverpage.h"

namespace GenMirror
{

/// Of a tree that is missing in a backup; it may not be known which.
[[nodiscard]] QString nameOfMissing(const BackupListing::Missing &missing);
[[nodiscard]] TextRows::Row rowOfTree(const TreeListing &tree);
[[nodiscard]] TextRows::Row rowOfClient(const ClientListing &client);
[[nodiscard]] TextRows::Row rowOfToken(const TokenListing &token);
[[nodiscard]] TextRows::Row rowOfBackup(const BackupListing &backup);
[[nodiscard]] TextRows::Row rowOfAudit(const AuditListing &entry);
[[nodiscard]] CompactionPreview previewOf(const CompactionListing &report);
[[nodiscard]] CompactionOrder compactionOf(const CompactionChoice &choice, bool dryRun);
/// Rows of a list, such as the audit log, for a spreadsheet.
[[nodiscard]] QByteArray sheetOf(const QStringList &head, const QList<TextRows::Row> &rows,
                                 const SheetStyle &style);

} // namespace GenMirror
