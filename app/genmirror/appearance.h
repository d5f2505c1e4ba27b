#pragma once

#include <QString>

namespace GenMirror
{

/// How everything looks, as it is kept in the settings: "light", "dark" and "contrast" have colours of our
/// own, and empty (or what an older or newer window wrote) the system's. The forms are the same in all.
void applyAppearance(const QString &name);

} // namespace GenMirror
