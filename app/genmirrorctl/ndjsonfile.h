#pragma once

#include "model/core/result.h"

#include <QByteArray>

#include <memory>

struct gzFile_s;

namespace GenMirror
{

/// The lines of a file of newline-delimited JSON, compressed with gzip or not; "-" is standard input.
class NdjsonFile
{
public:
    /// NotFound if it cannot be read.
    [[nodiscard]] static Result<std::unique_ptr<NdjsonFile>> open(const QString &name);
    ~NdjsonFile();

    /// The next line that is not empty; empty at the end. InvalidArgument if the compression is damaged,
    /// TooLarge if a line is longer than 256 MiB.
    [[nodiscard]] Result<QByteArray> next();
    /// Of what next() gave last, counted from 1, empty lines included.
    [[nodiscard]] qint64 line() const { return m_line; }
    [[nodiscard]] const QString &name() const { return m_name; }
    /// "FILE line N"
    [[nodiscard]] QString place() const;

private:
    NdjsonFile(QString name, gzFile_s *file)
        : m_name(std::move(name))
        , m_file(file)
    {
    }

    [[nodiscard]] Result<QByteArray> nextLine();
    [[nodiscard]] Result<void> fill();

    QString m_name;
    gzFile_s *m_file;
    QByteArray m_buffer;
    qsizetype m_at = 0; ///< In m_buffer.
    bool m_atEnd = false;
    qint64 m_line = 0;
};

} // namespace GenMirror
