#pragma once

#include <QAbstractTableModel>

namespace GenMirror
{

/// A short list of texts, such as a server's trees or tokens: given as a whole each time, and shown with
/// exact changes of rows, so that selection and place stay.
class TextRows : public QAbstractTableModel
{
    Q_OBJECT
public:
    struct Row {
        QString key;       ///< What the row is about; no two rows have the same.
        QStringList texts; ///< A column each.
        QList<int> right;  ///< Columns that are numbers, and stand on the right.

        friend bool operator==(const Row &, const Row &) = default;
    };
    enum Roles { KeyRole = Qt::UserRole };

    explicit TextRows(QStringList head, QObject *parent = nullptr);

    void setRows(const QList<Row> &rows);
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_head;
    QList<Row> m_rows;
};

} // namespace GenMirror
