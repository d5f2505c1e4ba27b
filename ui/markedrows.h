#pragma once

#include <QObject>
#include <QSet>

namespace GenMirror
{

class ObjectDelegate;
class ObjectTableModel;
class RowTable;

/// Has those rows painted again that glow, fade or lose their mark, and no others. Where more cells glow than
/// anybody can follow, the delegate is told to leave it at the glyphs.
class MarkedRows : public QObject
{
    Q_OBJECT
public:
    static constexpr int MostCells = 200; ///< That glow at once.

    MarkedRows(RowTable *table, ObjectTableModel *model, ObjectDelegate *delegate);

private:
    void followSoon();
    void follow();

    RowTable *m_table;
    ObjectTableModel *m_model;
    ObjectDelegate *m_delegate;
    bool m_isDue = false;
    QSet<int> m_rows; ///< In view, that were marked when it was looked last.
};

} // namespace GenMirror
