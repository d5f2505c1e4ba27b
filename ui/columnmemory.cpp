#include "ui/columnmemory.h"

#include <QCryptographicHash>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// A set's name may hold anything, and be long.
QString keyOf(const QString &set)
{
    const QByteArray hash = QCryptographicHash::hash(set.toUtf8(), QCryptographicHash::Sha256);
    return u"columns/"_s + QString::fromLatin1(hash.toHex().first(32));
}

} // namespace

QList<ShownColumn> columnsOf(const QString &set)
{
    QList<ShownColumn> columns;
    const QStringList stored = QSettings().value(keyOf(set)).toStringList();
    for (const QString &entry : stored) {
        const qsizetype colon = entry.indexOf(u':');
        const int width = entry.left(colon).toInt();
        if (colon > 0 && width > 0)
            columns.append({.name = entry.mid(colon + 1), .width = width});
    }
    return columns;
}

void rememberColumnsOf(const QString &set, const QList<ShownColumn> &columns)
{
    QStringList stored;
    for (const ShownColumn &column : columns)
        stored.append(QString::number(column.width) + u':' + column.name);
    if (stored.isEmpty())
        QSettings().remove(keyOf(set));
    else
        QSettings().setValue(keyOf(set), stored);
}

void forgetColumns()
{
    QSettings().remove("columns"_L1);
}

} // namespace GenMirror
