#pragma once

#include "model/items/objectwindow.h"

#include <QDateTime>
#include <QHash>

#include <deque>

namespace GenMirror
{

/// Which cells of the rows that were looked at changed of late, and what stood in them before.
class ChangedCells
{
public:
    struct Mark {
        QString before;
        qint64 at = 0; ///< As Flashes::now().
        QDateTime time;
    };
    static constexpr qsizetype MostRows = 500; ///< That are remembered; the oldest go first.

    /// A row is about to be read anew: these are its cells.
    void remember(qint64 row, const QStringList &attributes, const QList<ObjectWindow::Cell> &cells,
                  qint64 at);
    /// A row was read: what of it is another than was remembered?
    void compare(qint64 row, const QStringList &attributes, const QList<ObjectWindow::Cell> &cells);
    /// Null: that cell did not change. Good until the next call.
    [[nodiscard]] const Mark *find(qint64 row, const QString &attribute) const;
    void clear();

private:
    struct Row {
        QHash<QString, ObjectWindow::Cell> before; ///< By attribute; not yet compared.
        qint64 at = 0;
        QHash<QString, Mark> marks;
    };
    QHash<qint64, Row> m_rows;
    std::deque<qint64> m_order; ///< In which they came; each once.
};

} // namespace GenMirror
