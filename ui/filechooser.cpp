#include "ui/filechooser.h"

#include "ui/productionmarks.h"

namespace GenMirror
{

FileChooser::FileChooser(Purpose purpose, const QString &title, const QStringList &nameFilters,
                         QWidget *parent)
    : QFileDialog(parent, title)
    , m_title(title)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptMode(purpose == Purpose::Save ? AcceptSave : AcceptOpen);
    setFileMode(purpose == Purpose::Save ? AnyFile : ExistingFile);
    setNameFilters(nameFilters);
}

/// The last moment before the system's dialog would be taken.
void FileChooser::setVisible(bool visible)
{
    const QString word = visible ? ProductionMarks::wordOf(this) : QString();
    if (!word.isEmpty()) {
        setOption(DontUseNativeDialog);
        setWindowTitle(tr("%1 — %2").arg(word, m_title));
    }
    QFileDialog::setVisible(visible);
}

} // namespace GenMirror
