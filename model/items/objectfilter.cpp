#include "model/items/objectfilter.h"

#include "model/core/jsontext.h"
#include "model/core/utf8.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct FilterWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::FilterWords)
};

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

/// Without making a QString of each object: `needle` is ASCII in lower case.
bool holdsAscii(QByteArrayView text, QByteArrayView needle)
{
    const auto found = std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                                   [](char a, char b) { return lowered(a) == b; });
    return found != text.end();
}

std::optional<double> numberOf(const QString &text)
{
    bool ok = false;
    const double number = text.toDouble(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

} // namespace

QString displayOf(QByteArrayView value)
{
    if (value.size() >= 2 && value.startsWith('"') && !value.contains('\\'))
        return textOfUtf8(value.sliced(1, value.size() - 2)); // nothing is escaped
    return jsonStringText(value).value_or(textOfUtf8(value));
}

class ObjectFilter::Parser
{
public:
    explicit Parser(const QString &text)
        : m_text(text)
    {
    }

    tl::expected<ObjectFilter, FilterProblem> parse()
    {
        ObjectFilter filter;
        while (skipSpaces(), m_at < m_text.size()) {
            auto term = parseTerm();
            if (!term)
                return tl::make_unexpected(term.error());
            filter.m_terms.append(*std::move(term));
        }
        return filter;
    }

private:
    using Failure = tl::unexpected<FilterProblem>;

    [[nodiscard]] Failure problem(qsizetype from, const QString &sentence) const
    {
        return tl::make_unexpected(
            FilterProblem{.position = from, .length = m_text.size() - from, .sentence = sentence});
    }

    void skipSpaces()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    [[nodiscard]] static bool isOperator(QChar c) { return u":=<>!"_s.contains(c); }

    /// A quoted text or one up to the next space or, in a name, operator.
    tl::expected<QString, FilterProblem> parseText(bool isName)
    {
        if (m_at < m_text.size() && m_text[m_at] == u'"') {
            const qsizetype end = m_text.indexOf(u'"', m_at + 1);
            if (end < 0)
                return problem(m_at,
                               FilterWords::tr("The quotation mark is not closed: add one at the end."));
            const QString quoted = m_text.mid(m_at + 1, end - m_at - 1);
            m_at = end + 1;
            return quoted;
        }
        const qsizetype from = m_at;
        while (m_at < m_text.size() && !m_text[m_at].isSpace() && !(isName && isOperator(m_text[m_at])))
            ++m_at;
        return m_text.mid(from, m_at - from);
    }

    std::optional<Comparison> parseOperator()
    {
        static const QList<std::pair<QString, Comparison>> Operators{
            {u"!="_s, Comparison::NotEqual},       {u"<="_s, Comparison::LessOrEqual},
            {u">="_s, Comparison::GreaterOrEqual}, {u":"_s, Comparison::Holds},
            {u"="_s, Comparison::Equal},           {u"<"_s, Comparison::Less},
            {u">"_s, Comparison::Greater}};
        for (const auto &[text, comparison] : Operators) {
            if (QStringView(m_text).mid(m_at).startsWith(text)) {
                m_at += text.size();
                return comparison;
            }
        }
        return {};
    }

    tl::expected<Term, FilterProblem> parseTerm()
    {
        Term term;
        const qsizetype from = m_at;
        if (m_text[m_at] == u'-' && m_at + 1 < m_text.size() && !m_text[m_at + 1].isSpace()) {
            term.negated = true;
            ++m_at;
        }
        auto first = parseText(true);
        if (!first)
            return tl::make_unexpected(first.error());
        const auto comparison = parseOperator();
        if (comparison) {
            if (first->isEmpty())
                return problem(from, FilterWords::tr("An attribute's name goes before “%1”.")
                                         .arg(m_text.mid(from, m_at - from)));
            auto value = parseText(false);
            if (!value)
                return tl::make_unexpected(value.error());
            if (value->isEmpty())
                return problem(from, FilterWords::tr("Something to compare “%1” with goes after “%2”.")
                                         .arg(*first, m_text.mid(from, m_at - from)));
            const QStringList steps = first->split(u'.');
            for (const QString &step : steps)
                term.attribute.append(step.toUtf8());
            term.whole = term.attribute.join('.');
            term.comparison = *comparison;
            term.text = *value;
        } else {
            if (m_at < m_text.size() && !m_text[m_at].isSpace() && m_text[m_at] == u'!')
                return problem(m_at, FilterWords::tr("After “!” goes “=”: not equal."));
            term.text = *first;
        }
        if (std::ranges::all_of(term.text, [](QChar c) { return c.unicode() < 128; }))
            term.asciiLower = term.text.toLower().toLatin1();
        term.number = numberOf(term.text);
        return term;
    }

    const QString &m_text;
    qsizetype m_at = 0;
};

tl::expected<ObjectFilter, FilterProblem> ObjectFilter::parse(const QString &text)
{
    return Parser(text).parse();
}

bool ObjectFilter::compares(const Term &term, QByteArrayView value)
{
    int order = 0;
    bool isNumber = false;
    if (term.number && term.comparison != Comparison::Holds && !value.startsWith('"')) {
        const double number = value.toDouble(&isNumber);
        order = number < *term.number ? -1 : number > *term.number ? 1 : 0;
    }
    if (!isNumber) {
        const QString shown = displayOf(value);
        if (term.comparison == Comparison::Holds)
            return shown.contains(term.text, Qt::CaseInsensitive);
        order = shown.compare(term.text, Qt::CaseInsensitive);
    }
    switch (term.comparison) {
    case Comparison::Holds:
        break;
    case Comparison::Equal:
        return order == 0;
    case Comparison::NotEqual:
        return order != 0;
    case Comparison::Less:
        return order < 0;
    case Comparison::LessOrEqual:
        return order <= 0;
    case Comparison::Greater:
        return order > 0;
    case Comparison::GreaterOrEqual:
        return order >= 0;
    }
    return false;
}

bool ObjectFilter::holds(const Term &term, const Object &object)
{
    if (term.attribute.isEmpty()) {
        if (!term.asciiLower.isEmpty())
            return holdsAscii(object.text, term.asciiLower);
        return textOfUtf8(object.text).contains(term.text, Qt::CaseInsensitive);
    }
    QByteArrayView value = object.text;
    // A name that has dots in it counts before a way into nested objects.
    if (const auto whole = firstMember(value, term.whole); !whole.isEmpty())
        return compares(term, whole);
    if (term.attribute.size() == 1)
        return false;
    for (const QByteArray &step : term.attribute) {
        value = firstMember(value, step);
        if (value.isEmpty())
            return false;
    }
    return compares(term, value);
}

bool ObjectFilter::matches(const Object &object) const
{
    return std::ranges::all_of(m_terms,
                               [&](const Term &term) { return holds(term, object) != term.negated; });
}

QStringList ObjectFilter::requiredTexts() const
{
    QStringList texts;
    for (const Term &term : m_terms) {
        if (!term.negated && term.attribute.isEmpty())
            texts.append(term.text);
    }
    return texts;
}

} // namespace GenMirror
