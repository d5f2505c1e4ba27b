#pragma once

#include "model/core/generation.h"
#include "model/core/result.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace GenMirror
{

/// A validator of what an address answers with (RFC 9110, 8.8.3): "42", or W/"42" for a weak one.
struct EntityTag {
    QByteArray opaque; ///< What stands between the quotation marks.
    bool isWeak = false;

    /// An object's tag, or a nested set's: the generation of its last change.
    [[nodiscard]] static EntityTag of(Generation generation)
    {
        return {.opaque = QByteArray::number(generation.value)};
    }
    [[nodiscard]] QByteArray toHeader() const;
    /// The same tag for the representation in a content coding such as gzip, whose bytes are others:
    /// "42-gzip". A weak tag says nothing of bytes and stays what it is.
    [[nodiscard]] EntityTag inCoding(const QByteArray &coding) const;
    /// The generation that an object's tag tells, in whatever coding it came; none if it is no such tag.
    [[nodiscard]] static std::optional<Generation> generationIn(QByteArrayView header);

    friend bool operator==(const EntityTag &, const EntityTag &) = default;
};

/// The value of If-Match or If-None-Match: any, or a list of tags.
struct TagList {
    bool any = false; ///< "*": whatever is there.
    QList<EntityTag> tags;

    /// Errors: InvalidArgument, if it is neither "*" nor tags in quotation marks with commas between them.
    [[nodiscard]] static Result<TagList> parse(QByteArrayView value);
};

/// What has to hold before a request is done (RFC 9110, 13).
///
/// A tag names the same state in each coding, so the coding in a tag is not compared.
struct Conditions {
    std::optional<TagList> ifMatch;     ///< Compared strongly: a weak tag never matches.
    std::optional<TagList> ifNoneMatch; ///< Compared weakly.

    /// The values of the two headers, a repeated one joined by commas; null where there is none.
    [[nodiscard]] static Result<Conditions> parse(QByteArrayView ifMatch, QByteArrayView ifNoneMatch);
    [[nodiscard]] bool isEmpty() const { return !ifMatch && !ifNoneMatch; }

    struct Verdict {
        bool holds = true;
        /// Of the tags in If-None-Match the one that is the current one: what 304 answers with.
        std::optional<EntityTag> notModified;
    };
    /// Against what is there now; none: nothing is.
    [[nodiscard]] Verdict of(const std::optional<EntityTag> &current) const;
    /// For a request that changes something: Conflict (412), with a sentence, unless the conditions hold.
    [[nodiscard]] Result<void> check(const std::optional<EntityTag> &current) const;
};

} // namespace GenMirror
