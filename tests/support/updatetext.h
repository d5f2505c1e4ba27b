#pragma once

#include "model/core/generationaltree.h"

namespace GenMirror::Test
{

/// Writes an update as one short line for comparing: "+id" an object, "-id" a removal, "=" all contents
/// follow, "name{…}" a nested set.
class UpdateText final : public UpdateVisitor
{
public:
    bool beginUpdate(const UpdateHeader &, const SetKey &) override { return true; }
    bool beginContents() override { return piece("="); }
    bool object(const Object &object) override { return piece('+' + object.id.toDisplay().toUtf8()); }
    bool removal(const ObjectId &id) override { return piece('-' + id.toDisplay().toUtf8()); }
    bool beginSet(const ObjectId &id, const SetKey &) override
    {
        return piece(id.toDisplay().toUtf8() + '{');
    }
    bool endSet() override
    {
        m_text += '}';
        return true;
    }
    bool endUpdate(const UpdateHeader &) override { return true; }

    [[nodiscard]] QByteArray text() const { return m_text; }

private:
    bool piece(const QByteArray &text)
    {
        if (!m_text.isEmpty() && !m_text.endsWith('{'))
            m_text += ' ';
        m_text += text;
        return true;
    }
    QByteArray m_text;
};

} // namespace GenMirror::Test
