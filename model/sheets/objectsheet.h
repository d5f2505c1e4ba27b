#pragma once

#include "model/core/object.h"
#include "model/sheets/sheet.h"

namespace GenMirror
{

/// Objects as lines of a table: a column "key" for the id, then one for each chosen attribute. An attribute
/// is a member of the object itself, whatever dots are in its name; what is nested stands as JSON in one
/// cell.
class ObjectSheet
{
public:
    ObjectSheet(const SheetStyle &style, QStringList attributes)
        : m_writer(style)
        , m_attributes(std::move(attributes))
    {
    }

    [[nodiscard]] QByteArray head() const;
    [[nodiscard]] QByteArray line(const Object &object) const;

private:
    SheetWriter m_writer;
    QStringList m_attributes;
};

} // namespace GenMirror
