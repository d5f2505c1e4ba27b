// The table of docs/access.md: who may do what at which address.
#pragma once

#include <QFile>
#include <QList>

namespace GenMirror::Test
{

/// One line of the documented table.
struct Row {
    QByteArray method;
    QByteArray address;
    QByteArray who;
    QByteArray about;
};

inline QList<Row> documentedTable()
{
    QFile file(QStringLiteral(ACCESS_DOCUMENT));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Row> rows;
    for (const QByteArray &line : file.readAll().split('\n')) {
        QByteArrayList cells = line.split('|');
        for (QByteArray &cell : cells)
            cell = cell.trimmed();
        if (cells.size() == 6 && cells[2].startsWith('/'))
            rows.append({cells[1], cells[2], cells[3], cells[4]});
    }
    return rows;
}

} // namespace GenMirror::Test
