#pragma once

#include "model/core/object.h"

namespace GenMirror
{

/// How the id of a member of a set is found (protocol, "Words": set key).
struct SetKey {
    enum class Kind {
        Attribute, ///< The value of an attribute of the object.
        Value,     ///< The object itself, by its canonical text.
        Explicit,  ///< Given beside the object.
    };
    Kind kind = Kind::Attribute;
    QString attribute = QStringLiteral("id"); ///< Only for Kind::Attribute; empty otherwise.

    [[nodiscard]] static SetKey ofAttribute(QString name) { return {Kind::Attribute, std::move(name)}; }
    [[nodiscard]] static SetKey ofValue() { return {Kind::Value, {}}; }
    [[nodiscard]] static SetKey ofExplicit() { return {Kind::Explicit, {}}; }

    /// As people type it: the attribute's name, or "." where an object is its own id.
    [[nodiscard]] static SetKey fromWord(const QString &word);
    /// The word that fromWord() takes; of an explicit key, which has none, empty.
    [[nodiscard]] QString toWord() const;

    /// From {"attribute": "id"}, "value" or "explicit".
    [[nodiscard]] static Result<SetKey> fromJson(QByteArrayView json);
    [[nodiscard]] QByteArray toJson() const;
    [[nodiscard]] bool isDefault() const { return *this == SetKey{}; }

    /// The id that the object's text itself gives. An explicit key gives none: InvalidArgument.
    /// A text that is no JSON, lacks the attribute, has it twice, or has one that is neither string nor
    /// integer is InvalidArgument, with a sentence that says which.
    [[nodiscard]] Result<ObjectId> idOf(QByteArrayView text) const;

    friend bool operator==(const SetKey &, const SetKey &) = default;
};

} // namespace GenMirror
