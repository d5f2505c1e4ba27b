// What a server answers to an admin, as the server page shows it: in the person's own language and time.
#pragma once

#include "ui/compactdialog.h"
#include "ui/serverpage.h"

#include <QJsonObject>

namespace GenMirror
{

/// Where a list's rows come from. Audit: with the filter's text.
[[nodiscard]] QByteArray pathOf(ServerPage::List list, const QString &filter);
[[nodiscard]] QList<TextRows::Row> rowsOf(ServerPage::List list, const QJsonObject &answer);
[[nodiscard]] CompactionPreview previewOf(const QJsonObject &answer);
/// The body that asks for it.
[[nodiscard]] QJsonObject bodyOf(const CompactionChoice &choice, bool dryRun);
/// Rows of the audit log as a spreadsheet reads them: quoted where it has to be, and nothing taken for a
/// formula.
[[nodiscard]] QByteArray csvOf(const QStringList &head, const QList<TextRows::Row> &rows);

} // namespace GenMirror
