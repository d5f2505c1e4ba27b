#include "sync/sql/sqlerror.h"

#include "model/core/sentences.h"
#include "model/core/utf8.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int Primary = 0xff; // of an extended code, such as SQLITE_CORRUPT_INDEX

bool isOutOfRoom(int systemError)
{
    return systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG;
}

/// SQLite says "malformed" where a device refuses to be read (its SQLITE_IOERR_CORRUPTFS). What is on the
/// disk is not known then, and may be read the next time.
bool isRefusedRead(int extendedCode, int systemError)
{
    return (extendedCode & Primary) == SQLITE_CORRUPT &&
           (systemError == EIO || systemError == ENXIO || systemError == ERANGE);
}

QString adviceOn(int extendedCode)
{
    switch (extendedCode & Primary) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
        return Sentences::tr("The file is damaged. A mirror can be repaired from its server, a server's tree "
                             "restored from a backup.");
    case SQLITE_READONLY:
        if (extendedCode == SQLITE_READONLY_DBMOVED)
            return Sentences::tr("The file was moved, removed or replaced while it was open. Put it back, or "
                                 "start the program again.");
        return Sentences::tr("Check that the file and its folder are writable.");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return Sentences::tr("Check that the file and its folder are there, readable and writable.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Sentences::tr("Another process holds it; try again.");
    case SQLITE_IOERR:
        return Sentences::tr(
            "The disk or the way to it failed. That may pass: try again, and look at the system's log.");
    default:
        return {};
    }
}

} // namespace

Error errorOf(int extendedCode, int systemError, const QString &text, const QString &fileName)
{
    if (isRefusedRead(extendedCode, systemError))
        return errorOf(SQLITE_IOERR_READ, systemError, textOfUtf8(sqlite3_errstr(SQLITE_IOERR)), fileName);
    const int code = extendedCode & Primary;
    if (code == SQLITE_FULL || (code == SQLITE_IOERR && isOutOfRoom(systemError)))
        return {.kind = Error::Kind::Full,
                .detail =
                    Sentences::tr("%1: There is no room left (%2). Nothing of this change was kept; make "
                                  "room and try again.")
                        .arg(fileName, systemError == 0 ? text : textOfUtf8(strerror(systemError)))};
    // No statement breaks a constraint of the tables that it was made for: the rows are not what was written.
    const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_CONSTRAINT;
    const bool hasCause = systemError != 0 && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN);
    const QString cause = hasCause ? u" (%1)"_s.arg(textOfUtf8(strerror(systemError))) : QString();
    const auto kind = damaged                    ? Error::Kind::Damaged
                      : code == SQLITE_INTERRUPT ? Error::Kind::Canceled
                                                 : Error::Kind::Storage;
    return {.kind = kind,
            .detail = u"%1: %2%3. %4"_s.arg(fileName, text, cause, adviceOn(extendedCode)).trimmed()};
}

Error errorOf(sqlite3 *connection, const QString &fileName)
{
    const int last = errno; // SQLite notes the number for some failures only, a commit's not among them
    const int noted = sqlite3_system_errno(connection);
    return errorOf(sqlite3_extended_errcode(connection), noted == 0 ? last : noted,
                   textOfUtf8(sqlite3_errmsg(connection)), fileName);
}

} // namespace GenMirror
