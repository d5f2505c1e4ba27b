#include "ui/clearbutton.h"

#include <QAction>
#include <QCoreApplication>
#include <QLineEdit>

namespace GenMirror
{

namespace
{

struct ClearButton {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::ClearButton)
};

} // namespace

void addClearButton(QLineEdit *line)
{
    line->setClearButtonEnabled(true);
    const QList<QAction *> actions = line->findChildren<QAction *>();
    for (QAction *action : actions)
        action->setText(ClearButton::tr("Clear"));
}

} // namespace GenMirror
