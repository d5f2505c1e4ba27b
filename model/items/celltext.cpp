#include "model/items/celltext.h"

#include "model/core/jsontext.h"
#include "model/items/objectfilter.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QString quoted(const QString &cell, QChar separator)
{
    if (!cell.contains(separator) && !cell.contains(u'"') && !cell.contains(u'\n') && !cell.contains(u'\r'))
        return cell;
    return u'"' + QString(cell).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

QString headLine(const QStringList &attributes, QChar separator)
{
    QStringList cells{u"key"_s};
    for (const QString &attribute : attributes)
        cells.append(quoted(attribute, separator));
    return cells.join(separator);
}

QString cellLine(const Object &object, const QStringList &attributes, QChar separator)
{
    QStringList cells{quoted(object.id.toDisplay(), separator)};
    cells.resize(attributes.size() + 1);
    const auto members = membersOf(object.text).value_or(QList<JsonMember>());
    for (const JsonMember &member : members) {
        if (const qsizetype column = attributes.indexOf(QString::fromUtf8(member.name)); column >= 0)
            cells[column + 1] = quoted(displayOf(member.value), separator);
    }
    return cells.join(separator);
}

} // namespace GenMirror
