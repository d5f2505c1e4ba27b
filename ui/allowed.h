#pragma once

#include "model/items/allowance.h"
#include "model/items/plaintip.h"

namespace GenMirror
{

/// Whether an action or a button can be used: if what it does may be done, and `otherwise`, which is of the
/// widget alone (a row is selected). If it may not be, its tool tip says why; else that is `tip`.
template <typename Control>
void setAllowed(Control *control, const Allowance &allowance, Act act, bool otherwise = true,
                const QString &tip = {})
{
    const QString reason = allowance.whyNot(act);
    control->setEnabled(reason.isEmpty() && otherwise);
    control->setToolTip(plainTip(reason.isEmpty() ? tip : reason));
}

} // namespace GenMirror
