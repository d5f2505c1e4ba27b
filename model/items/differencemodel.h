#pragma once

#include "model/core/setpath.h"

#include <QAbstractItemModel>

#include <optional>

namespace GenMirror
{

/// One attribute of an object that differs between two states, as JSON.
struct AttributeDifference {
    QString name;
    std::optional<QByteArray> before; ///< None: it was not there.
    std::optional<QByteArray> after;
};

/// One object that differs between two states of a mirror.
struct ObjectDifference {
    enum class Kind { Added, Changed, Removed };
    SetPath set;
    ObjectId id;
    std::optional<QByteArray> before; ///< None: it was not there.
    std::optional<QByteArray> after;
    QList<AttributeDifference> attributes; ///< Of one that changed; none: it is no object of attributes.

    [[nodiscard]] Kind kind() const { return !before ? Kind::Added : !after ? Kind::Removed : Kind::Changed; }
};

/// The attributes that differ, at most so many.
[[nodiscard]] QList<AttributeDifference> attributesThatDiffer(const QByteArray &before,
                                                              const QByteArray &after, qsizetype most);

/// What differs between two states: sets, in each of them objects, of those that changed a row for each
/// attribute.
class DifferenceModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Key, Attribute, Before, After, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    /// By set. The names of the two states stand above the values.
    void setDifferences(const QList<ObjectDifference> &differences, const QString &before,
                        const QString &after);
    /// Only those of one kind (none: of all), whose set, id or attribute has the text in it.
    void setFilter(std::optional<ObjectDifference::Kind> kind, const QString &text);
    [[nodiscard]] qsizetype countOf(ObjectDifference::Kind kind) const;
    [[nodiscard]] qsizetype setCount() const;
    /// Of a row below a set; null: it is a set.
    [[nodiscard]] const ObjectDifference *differenceAt(const QModelIndex &index) const;
    /// The same; null: it is of the object as a whole.
    [[nodiscard]] const AttributeDifference *attributeAt(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        qsizetype difference = 0;
        qsizetype attribute = -1; ///< -1: the object as a whole.
        bool isFirst = true;      ///< Of its object.
    };
    struct Group {
        SetPath set;
        QList<Row> rows;
        qsizetype objects = 0;
    };

    void arrange();
    [[nodiscard]] bool matches(const ObjectDifference &difference) const;
    [[nodiscard]] QString textOf(const Row &row, int column) const;
    [[nodiscard]] const Row *rowAt(const QModelIndex &index) const;

    QList<ObjectDifference> m_differences;
    QList<Group> m_groups;
    std::optional<ObjectDifference::Kind> m_kind;
    QString m_text;
    QString m_before;
    QString m_after;
};

} // namespace GenMirror
