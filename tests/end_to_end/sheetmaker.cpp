// Makes a spreadsheet as the window does: {"id":…,"object":{…}} on each line of standard input, names of
// columns as arguments;
// --tsv, --mark and --no-guard before them.
#include "model/core/jsontext.h"
#include "model/sheets/objectsheet.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

using namespace GenMirror;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QStringList columns = QCoreApplication::arguments().sliced(1);
    SheetStyle style;
    for (; !columns.isEmpty() && columns.first().startsWith("--"_L1); columns.removeFirst()) {
        if (columns.first() == "--tsv"_L1)
            style.separator = SheetStyle::Separator::Tab;
        else if (columns.first() == "--mark"_L1)
            style.hasMark = true;
        else if (columns.first() == "--no-guard"_L1)
            style.guardsFormulas = false;
        else
            return 2;
    }
    const ObjectSheet sheet(style, columns);
    QFile input;
    QFile output;
    if (!input.open(stdin, QIODevice::ReadOnly) || !output.open(stdout, QIODevice::WriteOnly))
        return 1;
    output.write(sheet.head());
    for (QByteArray line = input.readLine(); !line.isEmpty(); line = input.readLine()) {
        const auto id = memberText(line, "id");
        const auto object = memberText(line, "object");
        const auto key = id ? ObjectId::fromValueJson(*id) : Result<ObjectId>(failureOf(id));
        if (!key || !object)
            return 1;
        output.write(sheet.line({*key, object->toByteArray()}));
    }
    return output.flush() ? 0 : 1;
}
