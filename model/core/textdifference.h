#pragma once

#include <QList>
#include <QString>

namespace GenMirror
{

/// A piece of two texts that are compared word by word.
struct TextPiece {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;

    friend bool operator==(const TextPiece &, const TextPiece &) = default;
};

/// What has to be removed from `before` and added to it to come to `after`, in whole words, numbers and
/// signs. Neighbours of one kind are one piece. Texts that have very little in common are one removal and one
/// addition.
[[nodiscard]] QList<TextPiece> differenceOf(const QString &before, const QString &after);

} // namespace GenMirror
