#include "ui/sheetchoices.h"

#include <QCoreApplication>
#include <QMenu>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct SheetWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::SheetWords)
};

void addChoice(QMenu *menu, const QString &text, const QString &setting, bool isOnAtFirst)
{
    QAction *choice = menu->addAction(text);
    choice->setCheckable(true);
    choice->setChecked(QSettings().value(setting, isOnAtFirst).toBool());
    QObject::connect(choice, &QAction::toggled, menu,
                     [setting](bool on) { QSettings().setValue(setting, on); });
}

const QString guardSetting = u"sheets/guardFormulas"_s;
const QString markSetting = u"sheets/mark"_s;

} // namespace

SheetStyle chosenSheetStyle()
{
    const QSettings settings;
    return {.guardsFormulas = settings.value(guardSetting, true).toBool(),
            .hasMark = settings.value(markSetting, false).toBool()};
}

SheetStyle copiedSheetStyle(SheetStyle::Separator separator)
{
    SheetStyle style = chosenSheetStyle();
    style.separator = separator;
    style.lineEnd = SheetStyle::LineEnd::Lf;
    style.hasMark = false;
    return style;
}

void addSheetChoices(QMenu *menu)
{
    menu->addSeparator();
    addChoice(menu, SheetWords::tr("Spreadsheets do not &calculate what is exported or copied"), guardSetting,
              true);
    addChoice(menu, SheetWords::tr("CSV files tell &Excel that they are UTF-8 (byte order mark)"),
              markSetting, false);
}

} // namespace GenMirror
