#include "model/items/changedcells.h"

namespace GenMirror
{

void ChangedCells::remember(qint64 row, const QStringList &attributes, const QList<ObjectWindow::Cell> &cells,
                            qint64 at)
{
    if (!m_rows.contains(row)) {
        m_order.push_back(row);
        if (qsizetype(m_order.size()) > MostRows) {
            m_rows.remove(m_order.front());
            m_order.pop_front();
        }
    }
    Row &known = m_rows[row];
    known.at = at;
    for (qsizetype i = 0; i < attributes.size() && i < cells.size(); ++i)
        known.before.insert(attributes[i], cells[i]);
}

void ChangedCells::compare(qint64 row, const QStringList &attributes, const QList<ObjectWindow::Cell> &cells)
{
    const auto known = m_rows.find(row);
    if (known == m_rows.end() || known->before.isEmpty())
        return;
    for (qsizetype i = 0; i < attributes.size() && i < cells.size(); ++i) {
        const auto before = known->before.constFind(attributes[i]);
        if (before != known->before.constEnd() &&
            (before->text != cells[i].text || before->kind != cells[i].kind))
            known->marks.insert(
                attributes[i],
                {.before = before->text, .at = known->at, .time = QDateTime::currentDateTimeUtc()});
    }
    known->before.clear();
}

const ChangedCells::Mark *ChangedCells::find(qint64 row, const QString &attribute) const
{
    const auto known = m_rows.constFind(row);
    if (known == m_rows.constEnd())
        return nullptr;
    const auto mark = known->marks.constFind(attribute);
    return mark == known->marks.constEnd() ? nullptr : &*mark;
}

void ChangedCells::clear()
{
    m_rows.clear();
    m_order.clear();
}

} // namespace GenMirror
