#pragma once

#include <QAbstractTableModel>
#include <QDateTime>

#include <deque>

namespace GenMirror
{

/// What was asked, answered and applied lately, newest first; never more than so many lines.
class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Mirror, What, ColumnCount };
    static constexpr int MostLines = 1000;

    using QAbstractTableModel::QAbstractTableModel;

    void add(const QString &mirror, const QString &what);
    /// The same as text, a line each, newest first.
    [[nodiscard]] QString toText() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line {
        QDateTime at;
        QString mirror;
        QString what;
    };
    std::deque<Line> m_lines;
};

} // namespace GenMirror
