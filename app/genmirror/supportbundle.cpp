#include "app/genmirror/supportbundle.h"

#include <QDateTime>
#include <QDir>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QSslSocket>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

QString withoutSecrets(QString text)
{
    static const QRegularExpression userInfo(u"://[^/@\\s]+@"_s);
    static const QRegularExpression query(u"(https?://[^\\s?]+)\\?[^\\s]+"_s);
    static const QRegularExpression token(u"\\b[A-Za-z0-9_-]{32,}\\b"_s);
    static const QRegularExpression digest(u"^[0-9a-f]+$"_s);
    text.replace(userInfo, u"://…@"_s).replace(query, u"\\1?…"_s);
    qsizetype from = 0;
    while (true) {
        const QRegularExpressionMatch match = token.match(text, from);
        if (!match.hasMatch())
            break;
        const bool isDigest = digest.match(match.captured()).hasMatch();
        if (!isDigest)
            text.replace(match.capturedStart(), match.capturedLength(), u"…"_s);
        from = match.capturedStart() + (isDigest ? match.capturedLength() : 1);
    }
    return text.replace(QDir::homePath(), u"~"_s);
}

} // namespace

QString supportBundle(const QList<BundledMirror> &mirrors, const QString &activity)
{
    QString text = u"GenMirror %1, Qt %2, %3, %4, %5\n%6\n\nMirrors\n"_s.arg(
        QStringLiteral(GENMIRROR_VERSION), QString::fromLatin1(qVersion()), QSysInfo::prettyProductName(),
        QGuiApplication::platformName(), QSslSocket::sslLibraryVersionString(),
        QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
    for (const BundledMirror &mirror : mirrors) {
        const MirrorStatus &status = mirror.status;
        const QString heard = status.serverGeneration.isNone()
                                  ? u"the server not heard of yet"_s
                                  : u"the server at %1"_s.arg(status.serverGeneration.value);
        const QString sets = mirror.sets ? QString::number(*mirror.sets) : u"an unknown number of"_s;
        text += u"- %1: %2, %3, generation %4 (%5), %6 objects in %7 sets, %8\n"_s.arg(
            mirror.name, nameOf(status.state), nameOf(status.link), QString::number(status.generation.value),
            heard, QString::number(status.objects), sets,
            status.verified ? u"verified"_s : u"not verified"_s);
        if (!status.problem.isEmpty())
            text += u"  "_s + status.problem + u'\n';
        if (!status.linkProblem.isEmpty())
            text += u"  no push: "_s + status.linkProblem + u'\n';
    }
    return withoutSecrets(text + u"\nActivity, newest first\n"_s + activity);
}

} // namespace GenMirror
