#include "app/genmirror/appearance.h"

#include "ui/theme/theme.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

void applyAppearance(const QString &name)
{
    Theme::use(name == "light"_L1      ? Theme::Look::Light
               : name == "dark"_L1     ? Theme::Look::Dark
               : name == "contrast"_L1 ? Theme::Look::HighContrast
                                       : Theme::Look::System);
}

} // namespace GenMirror
