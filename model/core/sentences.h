#pragma once

#include <QCoreApplication>

namespace GenMirror
{

/// Sentences for people from rooms without a window, such as those of errors: `Sentences::tr("…")` gives them
/// in the program's language where it has translators, as the desktop does, and in English elsewhere. From
/// any thread.
struct Sentences {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::Sentences)
};

} // namespace GenMirror
