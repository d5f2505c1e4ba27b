#include "sync/protocol/dialect.h"

#include <QByteArrayList>

namespace GenMirror
{

QByteArray mediaTypeOf(Dialect dialect)
{
    return dialect == Dialect::Native ? "application/vnd.genmirror+json" : "application/json";
}

Dialect dialectFor(QByteArrayView acceptHeader)
{
    for (const QByteArray &range : acceptHeader.toByteArray().toLower().split(',')) {
        const QByteArrayList parts = range.split(';');
        if (parts.first().trimmed() != mediaTypeOf(Dialect::Native))
            continue;
        bool refused = false;
        for (qsizetype i = 1; i < parts.size(); ++i) {
            const QByteArray parameter = parts[i].trimmed();
            refused = refused || (parameter.startsWith("q=") && parameter.mid(2).toDouble() <= 0);
        }
        if (!refused)
            return Dialect::Native;
    }
    return Dialect::Classic;
}

} // namespace GenMirror
