#include "app/genmirrorctl/ndjsonfile.h"

#include <QFile>

#include <unistd.h>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Result<std::unique_ptr<NdjsonFile>> NdjsonFile::open(const QString &name)
{
    gzFile file = name == "-"_L1 ? gzdopen(::dup(STDIN_FILENO), "rb")
                                 : gzopen(QFile::encodeName(name).constData(), "rb");
    if (!file)
        return failure(Error::Kind::NotFound, u"The file %1 cannot be read."_s.arg(name));
    gzbuffer(file, 256 * 1024);
    return std::unique_ptr<NdjsonFile>(new NdjsonFile(name, file));
}

NdjsonFile::~NdjsonFile()
{
    gzclose(m_file);
}

Result<QByteArray> NdjsonFile::next()
{
    constexpr qsizetype longest = 256 * 1024 * 1024;
    QByteArray line;
    char part[65536];
    while (true) {
        if (!gzgets(m_file, part, sizeof part)) {
            int code = Z_OK;
            const char *message = gzerror(m_file, &code);
            if (code != Z_OK && code != Z_STREAM_END)
                return failure(Error::Kind::InvalidArgument,
                               u"%1: %2"_s.arg(m_name, QString::fromLatin1(message)));
            ++m_line;
            return line.trimmed();
        }
        line += part;
        if (line.size() > longest)
            return failure(Error::Kind::TooLarge, u"%1 is too long."_s.arg(place()));
        if (!line.endsWith('\n'))
            continue;
        ++m_line;
        line = line.trimmed();
        if (!line.isEmpty())
            return line;
    }
}

QString NdjsonFile::place() const
{
    return u"%1 line %2"_s.arg(m_name).arg(m_line);
}

} // namespace GenMirror
