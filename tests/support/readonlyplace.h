#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <unistd.h>

namespace GenMirror::Test
{

/// The folder and what is in it can be read and not written, for as long as it lives: root, who could, is
/// nobody then.
class ReadOnlyPlace
{
public:
    explicit ReadOnlyPlace(QString folder)
        : m_folder(std::move(folder))
    {
        constexpr auto all = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
        const QFileInfoList files = QDir(m_folder).entryInfoList(QDir::Files);
        for (const QFileInfo &file : files)
            QFile::setPermissions(file.filePath(), all);
        QFile::setPermissions(m_folder, all | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
        constexpr uid_t nobody = 65534;
        if (m_wasRoot && ::setresuid(nobody, nobody, 0) != 0)
            qFatal("root cannot become nobody");
    }
    ~ReadOnlyPlace()
    {
        if (m_wasRoot && ::setresuid(0, 0, 0) != 0)
            qFatal("nobody cannot become root");
        QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const QFileInfoList files = QDir(m_folder).entryInfoList(QDir::Files);
        for (const QFileInfo &file : files)
            QFile::setPermissions(file.filePath(), QFile::ReadOwner | QFile::WriteOwner);
    }
    ReadOnlyPlace(const ReadOnlyPlace &) = delete;
    ReadOnlyPlace &operator=(const ReadOnlyPlace &) = delete;

private:
    const QString m_folder;
    const bool m_wasRoot = ::geteuid() == 0;
};

} // namespace GenMirror::Test
