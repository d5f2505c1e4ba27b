#pragma once

#include <QFileDialog>

namespace GenMirror
{

/// Lets a person choose a file; deletes itself when it is closed. Where the window belongs to a connection in
/// production it is Qt's own dialog and not the system's, which could carry no frame, and says so in its
/// title.
class FileChooser : public QFileDialog
{
    Q_OBJECT
public:
    enum class Purpose { Open, Save };

    FileChooser(Purpose purpose, const QString &title, const QStringList &nameFilters, QWidget *parent);

    void setVisible(bool visible) override;

private:
    const QString m_title;
};

} // namespace GenMirror
