#include "app/genmirrord/logging.h"

#include "model/core/jsontext.h"
#include "model/core/plaintext.h"

#include <QDateTime>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace GenMirror
{

Q_LOGGING_CATEGORY(serverLog, "genmirror.server")
Q_LOGGING_CATEGORY(requestLog, "genmirror.request", QtWarningMsg)

namespace
{

const char *levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return "error";
}

QByteArray stamp()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1();
}

void write(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr); // one call a line: threads do not mix
}

void writeText(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    QString oneLine = message;
    oneLine = visibly(oneLine.replace(u'\n', u' ')); // what others sent makes no line of its own
    write(stamp() + ' ' + levelOf(type) + ' ' + QByteArray(context.category) + ": " + oneLine.toUtf8() +
          '\n');
}

void writeJson(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    write("{\"time\":\"" + stamp() + "\",\"level\":\"" + levelOf(type) + "\",\"category\":\"" +
          QByteArray(context.category) + "\",\"message\":" + jsonString(visibly(message)) + "}\n");
}

} // namespace

void startLogging(bool json, bool debug)
{
    qInstallMessageHandler(json ? writeJson : writeText);
    if (debug)
        QLoggingCategory::setFilterRules(u"genmirror.*=true"_s);
}

} // namespace GenMirror
