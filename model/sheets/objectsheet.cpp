#include "model/sheets/objectsheet.h"

#include "model/core/jsontext.h"
#include "model/core/utf8.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

QByteArray ObjectSheet::head() const
{
    return m_writer.head(QStringList{u"key"_s} + m_attributes);
}

QByteArray ObjectSheet::line(const Object &object) const
{
    QList<SheetCell> cells(m_attributes.size() + 1);
    cells[0] = SheetCell::ofJson(object.id.toJson());
    // Not every object of a set of values has members.
    const auto members = membersOf(object.text).value_or(QList<JsonMember>());
    for (const JsonMember &member : members) {
        if (const qsizetype column = m_attributes.indexOf(textOfUtf8(member.name)); column >= 0)
            cells[column + 1] = SheetCell::ofJson(member.value);
    }
    return m_writer.line(cells);
}

} // namespace GenMirror
