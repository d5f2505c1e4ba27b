#pragma once

#include <QString>

namespace GenMirror
{

/// How everything looks: empty is as the system has it; "light", "dark" and "contrast" are our own palettes.
void applyAppearance(const QString &name);

} // namespace GenMirror
