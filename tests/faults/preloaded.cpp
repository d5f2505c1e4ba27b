// The layer for programs that know nothing of it: loaded before all libraries (LD_PRELOAD), told what to do
// by GENMIRROR_FAULT, "FOLDER;WORKS;NTH;EVER;ERRNO;REPORT": numbers but for the folder and the file that
// tells how often it struck.
#include "tests/faults/filelayer.h"

#include <QByteArrayList>

#include <cstdio>

namespace
{

using namespace GenMirror::Test;

class Preloaded
{
public:
    Preloaded()
    {
        const QByteArrayList told = qgetenv("GENMIRROR_FAULT").split(';');
        if (told.size() != 6)
            return;
        m_report = told[5];
        FileLayer::watch(told[0]);
        FileLayer::arm({.works = FileWorks::fromInt(told[1].toInt()),
                        .nth = told[2].toInt(),
                        .forEver = told[3] == "1",
                        .error = told[4].toInt()});
    }
    ~Preloaded()
    {
        const QByteArray struck = QByteArray::number(FileLayer::disarm()) + ' ' + FileLayer::struckAt();
        FileLayer::watch({});
        if (std::FILE *file = m_report.isEmpty() ? nullptr : std::fopen(m_report.constData(), "w")) {
            std::fputs(struck.constData(), file);
            std::fclose(file);
        }
    }
    Preloaded(const Preloaded &) = delete;
    Preloaded &operator=(const Preloaded &) = delete;

private:
    QByteArray m_report;
};

const Preloaded preloaded;

} // namespace
