// The schema of a database: numbered files, applied one after the other in one transaction.
#include "model/core/sentences.h"
#include "model/core/utf8.h"
#include "sync/sql/sqldatabase.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace GenMirror
{

int SqlDatabase::schemaVersion()
{
    SqlStatement statement = prepare(u"PRAGMA user_version"_s);
    return statement.next() ? int(statement.integer(0)) : 0;
}

Result<void> SqlDatabase::upgrade()
{
    int newest = 0;
    while (QFile::exists(u"%1/schema/%2.sql"_s.arg(m_options.resources).arg(newest + 1)))
        ++newest;
    const int version = schemaVersion();
    if (auto read = verdict(); !read)
        return read;
    if (version > newest)
        return failure(Error::Kind::NewerSchema,
                       Sentences::tr("%1 was written by a newer GenMirror (schema %2; this one knows %3). "
                                     "Use that one, or another "
                                     "folder.")
                           .arg(m_fileName)
                           .arg(version)
                           .arg(newest));
    if (version == newest)
        return {};
    if (version == 0 && m_options.mode != Mode::Create)
        return failure(
            Error::Kind::Damaged,
            Sentences::tr("%1 is empty, or was not made by GenMirror. Put the right file in its place, "
                          "or move it away.")
                .arg(m_fileName));
    if (m_options.mode == Mode::ReadAlone)
        return failure(Error::Kind::Full,
                       Sentences::tr("%1 was written by an older GenMirror, and there is no "
                                     "room to bring it up to date. Make room and try again.")
                           .arg(m_fileName));
    if (m_options.mode ==
        Mode::ReadOnly) { // an older file, read before anybody wrote it: brought up to date once
        Options writable = m_options;
        writable.mode = Mode::Open;
        const auto upgraded = open(m_fileName, writable);
        // A device that fails now, or has no room now, is told as such.
        const QFileInfo file(m_fileName);
        const bool isWritable =
            upgraded || (file.isWritable() && QFileInfo(file.absolutePath()).isWritable());
        if (!isWritable && m_options.readsCopies)
            return readUpgradedCopy();
        return upgraded ? Result<void>() : failureOf(upgraded);
    }
    return stepUp(newest);
}

/// All steps are one transaction: a step that fails leaves the file as it was.
Result<void> SqlDatabase::stepUp(int newest)
{
    if (auto begun = begin(); !begun)
        return begun;
    const int version = schemaVersion(); // another process may have been faster
    if (!m_error && version >= newest) {
        rollback();
        return version == newest ? Result<void>() : upgrade();
    }
    for (int step = version + 1; step <= newest && !m_error; ++step) {
        QFile file(u"%1/schema/%2.sql"_s.arg(m_options.resources).arg(step));
        if (file.open(QIODevice::ReadOnly))
            command(textOfUtf8(file.readAll()));
        else
            m_error = Error{.kind = Error::Kind::Storage, .detail = file.errorString()};
    }
    command(u"PRAGMA user_version=%1"_s.arg(newest));
    return commit();
}

} // namespace GenMirror
