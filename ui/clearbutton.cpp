#include "ui/clearbutton.h"

#include "ui/theme/icon.h"

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

void addFieldIcon(QLineEdit *line, const QString &name)
{
    QAction *action = line->addAction(icon(name), QLineEdit::LeadingPosition);
    action->setText(line->accessibleName()); // QLineEdit makes a button of it
    QObject::connect(action, &QAction::triggered, line, [line] { line->setFocus(); });
}

} // namespace GenMirror
