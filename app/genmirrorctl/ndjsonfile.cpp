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
    while (!m_atEnd) {
        auto line = nextLine();
        if (!line)
            return line;
        *line = line->trimmed();
        if (!line->isEmpty())
            return line;
    }
    return QByteArray();
}

/// The next line, with its end. Bytes of any kind are taken as they are, zeros among them.
Result<QByteArray> NdjsonFile::nextLine()
{
    constexpr qsizetype longest = 256 * 1024 * 1024;
    QByteArray line;
    ++m_line;
    while (true) {
        const qsizetype end = m_buffer.indexOf('\n', m_at);
        const qsizetype taken = (end < 0 ? m_buffer.size() : end + 1) - m_at;
        line.append(m_buffer.constData() + m_at, taken);
        m_at += taken;
        if (line.size() > longest)
            return failure(Error::Kind::TooLarge, u"%1 is too long."_s.arg(place()));
        if (end >= 0)
            return line;
        if (auto filled = fill(); !filled)
            return failureOf(filled);
        if (m_atEnd)
            return line;
    }
}

Result<void> NdjsonFile::fill()
{
    constexpr unsigned portion = 256 * 1024;
    m_buffer.resize(portion);
    const int count = gzread(m_file, m_buffer.data(), portion);
    int code = Z_OK;
    const char *message = gzerror(m_file, &code);
    if (count < 0 || (code != Z_OK && code != Z_STREAM_END))
        return failure(Error::Kind::InvalidArgument, u"%1: %2"_s.arg(m_name, QString::fromLatin1(message)));
    m_buffer.truncate(count);
    m_at = 0;
    m_atEnd = count == 0;
    return {};
}

QString NdjsonFile::place() const
{
    return u"%1 line %2"_s.arg(m_name).arg(m_line);
}

} // namespace GenMirror
