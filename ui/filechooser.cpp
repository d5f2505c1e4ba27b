#include "ui/filechooser.h"

#include "ui/productionmarks.h"

namespace GenMirror
{

FileChooser::FileChooser(Purpose purpose, const QString &title, const QStringList &nameFilters,
                         QWidget *parent)
    : QFileDialog(parent, title)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptMode(purpose == Purpose::Save ? AcceptSave : AcceptOpen);
    setFileMode(purpose == Purpose::Save ? AnyFile : ExistingFile);
    setNameFilters(nameFilters);
    if (const QString word = ProductionMarks::wordOf(parent); !word.isEmpty()) {
        setOption(DontUseNativeDialog);
        setWindowTitle(tr("%1 — %2").arg(word, title));
    }
}

} // namespace GenMirror
