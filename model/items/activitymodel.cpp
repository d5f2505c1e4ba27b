#include "model/items/activitymodel.h"

#include "model/core/plaintext.h"
#include "model/items/plaintip.h"

#include <QLocale>

namespace GenMirror
{

void ActivityModel::add(const QString &mirror, const QString &what)
{
    beginInsertRows({}, 0, 0);
    m_lines.push_front({.at = QDateTime::currentDateTimeUtc(), .mirror = mirror, .what = what});
    endInsertRows();
    if (int(m_lines.size()) <= MostLines)
        return;
    beginRemoveRows({}, MostLines, MostLines);
    m_lines.pop_back();
    endRemoveRows();
}

QString ActivityModel::toText() const
{
    QString text;
    for (const Line &line : m_lines)
        text += line.at.toString(Qt::ISODateWithMs) + u' ' + line.mirror + u' ' + line.what + u'\n';
    return text;
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line &line = m_lines[size_t(index.row())];
    if (role == Qt::ToolTipRole)
        return plainTip(line.what);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time:
        return line.at.toLocalTime().time().toString(QStringLiteral("HH:mm:ss.zzz"));
    case Mirror:
        return visibly(line.mirror);
    default:
        return visibly(line.what);
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return section == Time ? tr("Time") : section == Mirror ? tr("Mirror") : tr("What");
}

} // namespace GenMirror
