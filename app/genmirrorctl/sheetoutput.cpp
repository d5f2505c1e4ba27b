#include "app/genmirrorctl/sheetoutput.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace GenMirror
{

QList<QCommandLineOption> sheetOptions()
{
    return {{u"csv"_s, u"Print CSV, for a spreadsheet."_s},
            {u"bom"_s, u"With --csv: begin with a byte order mark, by which Excel knows UTF-8."_s},
            {u"no-formula-guard"_s,
             u"With --csv: no apostrophe before what a spreadsheet would take for a formula."_s}};
}

Result<SheetStyle> sheetStyleOf(const QCommandLineParser &parser)
{
    const bool isCsv = parser.isSet(u"csv"_s);
    if (isCsv && parser.isSet(u"json"_s))
        return failure(Error::Kind::InvalidArgument, u"Say either --csv or --json."_s);
    for (const QString &option : {u"bom"_s, u"no-formula-guard"_s}) {
        if (!isCsv && parser.isSet(option))
            return failure(Error::Kind::InvalidArgument,
                           u"--%1 says how CSV is written: say --csv, too."_s.arg(option));
    }
    return SheetStyle{.guardsFormulas = !parser.isSet(u"no-formula-guard"_s),
                      .hasMark = parser.isSet(u"bom"_s),
                      .isOnTerminal = ::isatty(STDOUT_FILENO) != 0};
}

} // namespace GenMirror
