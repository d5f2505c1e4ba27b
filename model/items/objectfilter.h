#pragma once

#include "model/core/object.h"

#include <QList>
#include <QString>

#include <tl/expected.hpp>

#include <optional>

namespace GenMirror
{

/// Why a filter cannot be understood, and where.
struct FilterProblem {
    qsizetype position = 0;
    qsizetype length = 0;
    QString sentence; ///< Translated.
};

/// What a person typed to narrow a list of objects: terms with spaces between them, all of which must hold.
///
/// `word` or `"two words"`: the object's text holds it. `attribute:text`: the attribute's value holds it.
/// `attribute=text`, `!=`, `<`, `<=`, `>`, `>=` compare: as numbers where both are, else as text. A dot goes
/// into nested objects: `address.city:bonn`. A minus sign before a term turns it round. Case does not count.
class ObjectFilter
{
public:
    [[nodiscard]] static tl::expected<ObjectFilter, FilterProblem> parse(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_terms.isEmpty(); }
    [[nodiscard]] bool matches(const Object &object) const;
    /// Texts that the object must hold, as they stand in its JSON: what an index can look for.
    [[nodiscard]] QStringList requiredTexts() const;

    friend bool operator==(const ObjectFilter &, const ObjectFilter &) = default;

private:
    enum class Comparison { Holds, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
    struct Term {
        bool negated = false;
        QByteArrayList attribute; ///< From outer to inner; empty: the whole text.
        QByteArray whole;         ///< The same as one name, which may have dots in it.
        Comparison comparison = Comparison::Holds;
        QString text;
        QByteArray asciiLower; ///< The text, if it is ASCII: for the quick way.
        std::optional<double> number;

        friend bool operator==(const Term &, const Term &) = default;
    };
    class Parser;

    [[nodiscard]] static bool holds(const Term &term, const Object &object);
    [[nodiscard]] static bool compares(const Term &term, QByteArrayView value);

    QList<Term> m_terms;
};

/// A JSON value as people see it: strings without quotation marks and escapes, the rest as it stands.
[[nodiscard]] QString displayOf(QByteArrayView value);

} // namespace GenMirror
