#include "model/items/differencemodel.h"

#include "model/core/jsontext.h"
#include "model/core/plaintext.h"
#include "model/core/utf8.h"
#include "model/items/plaintip.h"
#include "model/items/words.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype LongestShownValue = 200; // characters; all of it stands below the list

QString cellOf(const std::optional<QByteArray> &json)
{
    if (!json)
        return DifferenceModel::tr("not there");
    QString text = textOfUtf8(json->left(LongestShownValue * 4)).left(LongestShownValue);
    if (json->size() > LongestShownValue)
        text += u'…';
    return text;
}

} // namespace

QList<AttributeDifference> attributesThatDiffer(const QByteArray &before, const QByteArray &after,
                                                qsizetype most)
{
    const auto earlier = membersOf(before);
    const auto later = membersOf(after);
    if (!earlier || !later)
        return {};
    QHash<QByteArray, QByteArrayView> known;
    for (const JsonMember &member : *earlier)
        known.insert(member.name, member.value);
    QList<AttributeDifference> differences;
    for (const JsonMember &member : *later) {
        const auto was = known.constFind(member.name);
        const bool isSame = was != known.cend() && *was == member.value;
        if (!isSame && differences.size() < most)
            differences.append(
                {.name = textOfUtf8(member.name),
                 .before = was == known.cend() ? std::nullopt : std::optional(was->toByteArray()),
                 .after = member.value.toByteArray()});
        known.remove(member.name);
    }
    for (const JsonMember &member : *earlier) { // what is left is gone
        if (known.contains(member.name) && differences.size() < most)
            differences.append({.name = textOfUtf8(member.name),
                                .before = member.value.toByteArray(),
                                .after = std::nullopt});
    }
    return differences;
}

void DifferenceModel::setDifferences(const QList<ObjectDifference> &differences, const QString &before,
                                     const QString &after)
{
    beginResetModel();
    m_differences = differences;
    m_before = before;
    m_after = after;
    arrange();
    endResetModel();
}

void DifferenceModel::setFilter(std::optional<ObjectDifference::Kind> kind, const QString &text)
{
    beginResetModel();
    m_kind = kind;
    m_text = text;
    arrange();
    endResetModel();
}

bool DifferenceModel::matches(const ObjectDifference &difference) const
{
    if (m_kind && *m_kind != difference.kind())
        return false;
    const auto has = [this](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); };
    return m_text.isEmpty() || has(difference.id.toDisplay()) || has(wordsFor(difference.set)) ||
           std::ranges::any_of(difference.attributes,
                               [&has](const AttributeDifference &attribute) { return has(attribute.name); });
}

void DifferenceModel::arrange()
{
    m_groups.clear();
    for (qsizetype i = 0; i < m_differences.size(); ++i) {
        const ObjectDifference &difference = m_differences[i];
        if (!matches(difference))
            continue;
        if (m_groups.isEmpty() || m_groups.last().set != difference.set)
            m_groups.append({.set = difference.set, .rows = {}});
        Group &group = m_groups.last();
        ++group.objects;
        if (difference.attributes.isEmpty())
            group.rows.append(Row{.difference = i});
        for (qsizetype attribute = 0; attribute < difference.attributes.size(); ++attribute)
            group.rows.append(Row{.difference = i, .attribute = attribute, .isFirst = attribute == 0});
    }
}

qsizetype DifferenceModel::countOf(ObjectDifference::Kind kind) const
{
    return std::ranges::count(m_differences, kind, &ObjectDifference::kind);
}

qsizetype DifferenceModel::setCount() const
{
    QSet<SetPath> sets;
    for (const ObjectDifference &difference : m_differences)
        sets.insert(difference.set);
    return sets.size();
}

/// The internal id of a set is 0, of a row below it the set's place + 1.
const DifferenceModel::Row *DifferenceModel::rowAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    return &m_groups[qsizetype(index.internalId()) - 1].rows[index.row()];
}

const ObjectDifference *DifferenceModel::differenceAt(const QModelIndex &index) const
{
    const Row *row = rowAt(index);
    return row ? &m_differences[row->difference] : nullptr;
}

const AttributeDifference *DifferenceModel::attributeAt(const QModelIndex &index) const
{
    const Row *row = rowAt(index);
    return row && row->attribute >= 0 ? &m_differences[row->difference].attributes[row->attribute] : nullptr;
}

QModelIndex DifferenceModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex DifferenceModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    return createIndex(int(index.internalId()) - 1, 0, quintptr(0));
}

int DifferenceModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_groups.size());
    return parent.internalId() == 0 && parent.column() == 0 ? int(m_groups[parent.row()].rows.size()) : 0;
}

int DifferenceModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString DifferenceModel::textOf(const Row &row, int column) const
{
    const ObjectDifference &difference = m_differences[row.difference];
    const bool isWhole = row.attribute < 0;
    switch (Column(column)) {
    case Key:
        if (!row.isFirst)
            return {};
        switch (difference.kind()) {
        case ObjectDifference::Kind::Added:
            return tr("+ %1").arg(difference.id.toDisplay());
        case ObjectDifference::Kind::Removed:
            return tr("- %1").arg(difference.id.toDisplay());
        case ObjectDifference::Kind::Changed:
            break;
        }
        return tr("~ %1").arg(difference.id.toDisplay());
    case Attribute:
        return isWhole ? QString() : difference.attributes[row.attribute].name;
    case Before:
        return cellOf(isWhole ? difference.before : difference.attributes[row.attribute].before);
    case After:
        return cellOf(isWhole ? difference.after : difference.attributes[row.attribute].after);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row *row = rowAt(index);
    if (role == Qt::ToolTipRole)
        return plainTip(data(index, Qt::DisplayRole).toString());
    if (role == Qt::AccessibleTextRole && row && index.column() == Key) {
        const ObjectDifference &difference = m_differences[row->difference];
        switch (difference.kind()) {
        case ObjectDifference::Kind::Added:
            return tr("%1, added").arg(difference.id.toDisplay());
        case ObjectDifference::Kind::Removed:
            return tr("%1, removed").arg(difference.id.toDisplay());
        case ObjectDifference::Kind::Changed:
            return tr("%1, changed").arg(difference.id.toDisplay());
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    if (row)
        return visibly(textOf(*row, index.column()));
    const Group &group = m_groups[index.row()];
    if (index.column() == Key)
        return visibly(wordsFor(group.set));
    return index.column() == Attribute ? tr("%Ln object(s)", nullptr, int(group.objects)) : QVariant();
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractItemModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Key:
        return tr("Key");
    case Attribute:
        return tr("Attribute");
    case Before:
        return m_before;
    case After:
        return m_after;
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace GenMirror
