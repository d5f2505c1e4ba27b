#include "app/genmirror/connections.h"

#include "app/genmirror/mirrorlist.h"
#include "model/core/jsontext.h"
#include "model/core/plaintext.h"
#include "model/items/words.h"
#include "sync/protocol/routes.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSslCertificate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

struct ConnectionWords {
    Q_DECLARE_TR_FUNCTIONS(GenMirror::ConnectionWords)
};

constexpr qint64 LongestFile = 10 * 1024 * 1024; // bytes
constexpr qsizetype MostConnections = 1000;
constexpr qsizetype LongestName = 100;             // characters
constexpr qsizetype LongestAddress = 2000;         // characters
constexpr qsizetype LongestAuthority = 256 * 1024; // bytes
constexpr qsizetype MostCertificates = 20;

/// One entry of the file. The first that is wrong counts.
class Entry
{
public:
    Entry(const QJsonValue &value, qsizetype number)
        : m_object(value.toObject())
        , m_number(number)
    {
        if (!value.isObject())
            complain(ConnectionWords::tr("it is no object"));
    }

    QString text(QLatin1String name, qsizetype longest)
    {
        const QJsonValue value = m_object.value(name);
        QString text = value.toString();
        if (!(value.isUndefined() || value.isString()) || text.size() > longest)
            complain(ConnectionWords::tr("\"%1\" is to be a text of at most %2 characters")
                         .arg(name, QLocale().toString(longest)));
        return text;
    }
    bool flag(QLatin1String name, bool otherwise)
    {
        const QJsonValue value = m_object.value(name);
        if (!(value.isUndefined() || value.isBool()))
            complain(ConnectionWords::tr("\"%1\" is to be true or false").arg(name));
        return value.toBool(otherwise);
    }
    int seconds(QLatin1String name)
    {
        const QJsonValue value = m_object.value(name);
        const int seconds = value.toInt(value.isUndefined() ? Profile().timeoutSeconds : 0);
        if (seconds < 1 || seconds > 3600)
            complain(ConnectionWords::tr("\"%1\" is to be an integer from 1 to 3600").arg(name));
        return seconds;
    }
    template <typename T>
    T checked(const Result<T> &result)
    {
        if (!result)
            complain(result.error().detail);
        return result.value_or(T());
    }
    void complain(const QString &what)
    {
        if (m_problem.isEmpty())
            m_problem = ConnectionWords::tr("Connection %1 of the file is wrong: %2. Nothing was imported.")
                            .arg(QString::number(m_number), visibly(what));
    }
    [[nodiscard]] const QString &problem() const { return m_problem; }

private:
    QJsonObject m_object;
    qsizetype m_number;
    QString m_problem;
};

QByteArray authorityOf(Entry &entry)
{
    QByteArray authority = entry.text("authority"_L1, LongestAuthority).toLatin1();
    const qsizetype certificates = QSslCertificate::fromData(authority, QSsl::Pem).size();
    if (!authority.isEmpty() && (certificates == 0 || certificates > MostCertificates))
        entry.complain(ConnectionWords::tr("\"authority\" is to be certificates in PEM form, at most %1")
                           .arg(MostCertificates));
    return authority;
}

QString nameIn(Entry &entry)
{
    QString name = entry.text("name"_L1, LongestName);
    if (!isPlainText(name) || name != name.trimmed())
        entry.complain(
            ConnectionWords::tr("\"name\" is to be one line, without characters that cannot be seen"));
    return name;
}

Result<SharedConnection> readEntry(const QJsonValue &value, qsizetype number)
{
    Entry entry(value, number);
    SharedConnection connection;
    connection.config.server = entry.checked(Routes::checkServerUrl(entry.text("server"_L1, LongestAddress)));
    connection.config.tree = entry.checked(Routes::checkTreeName(entry.text("tree"_L1, LongestAddress)));
    connection.config.credentials.authority = authorityOf(entry);
    const bool isProduction = entry.flag("production"_L1, false);
    connection.profile = {.server = serverNameOf(connection.config),
                          .name = nameIn(entry),
                          .isProduction = isProduction,
                          .isReadOnly = entry.flag("readOnly"_L1, isProduction),
                          .timeoutSeconds = entry.seconds("timeoutSeconds"_L1)};
    if (!entry.problem().isEmpty())
        return failure(Error::Kind::InvalidArgument, entry.problem());
    return connection;
}

} // namespace

QByteArray writeConnections(const QList<SharedConnection> &connections)
{
    QJsonArray array;
    for (const auto &[config, profile] : connections)
        array.append(QJsonObject{{u"server"_s, config.server.toString(QUrl::RemoveUserInfo)},
                                 {u"tree"_s, config.tree},
                                 {u"name"_s, profile.name},
                                 {u"production"_s, profile.isProduction},
                                 {u"readOnly"_s, profile.isReadOnly},
                                 {u"timeoutSeconds"_s, profile.timeoutSeconds},
                                 {u"authority"_s, QString::fromLatin1(config.credentials.authority)}});
    return QJsonDocument(QJsonObject{{u"genmirrorConnections"_s, 1}, {u"connections"_s, array}}).toJson();
}

Result<QList<SharedConnection>> readConnections(const QByteArray &text)
{
    const QJsonObject document = jsonDocumentOf(text).object();
    if (document["genmirrorConnections"_L1].toInt() != 1 || !document["connections"_L1].isArray())
        return failure(Error::Kind::InvalidArgument,
                       ConnectionWords::tr("This is no file of connections, or one of a newer GenMirror."));
    const QJsonArray array = document["connections"_L1].toArray();
    if (array.isEmpty() || array.size() > MostConnections)
        return failure(
            Error::Kind::InvalidArgument,
            ConnectionWords::tr("A file of connections has 1 to %1 of them.").arg(MostConnections));
    QList<SharedConnection> connections;
    for (const QJsonValue value : array) {
        const auto read = readEntry(value, connections.size() + 1);
        if (!read)
            return failureOf(read);
        const auto twin = std::ranges::find_if(connections, [&](const SharedConnection &before) {
            return before.profile.server == read->profile.server;
        });
        const bool differs =
            twin != connections.end() &&
            (twin->profile != read->profile || twin->config.credentials != read->config.credentials);
        const bool isTwice = std::ranges::any_of(connections, [&](const SharedConnection &before) {
            return isSameMirror(before.config, read->config);
        });
        if (differs || isTwice)
            return failure(Error::Kind::InvalidArgument,
                           ConnectionWords::tr("The file says two things of %1. Nothing was imported.")
                               .arg(addressOf(read->config)));
        connections.append(*read);
    }
    return connections;
}

Result<QByteArray> readConnectionsFile(const QString &fileName)
{
    QFile file(fileName);
    QByteArray text;
    if (file.open(QIODevice::ReadOnly))
        text = file.read(LongestFile + 1);
    if (file.error() != QFile::NoError)
        return failure(
            Error::Kind::Storage,
            ConnectionWords::tr("%1 cannot be read: %2.").arg(visibly(fileName), file.errorString()));
    if (text.size() > LongestFile)
        return failure(
            Error::Kind::TooLarge,
            ConnectionWords::tr("%1 is too long for a file of connections.").arg(visibly(fileName)));
    return text;
}

QString addressOf(const MirrorConfig &config)
{
    return config.classic ? config.classic->urlTemplate : QString::fromLatin1(config.server.toEncoded());
}

QStringList describeAuthority(const QByteArray &authority)
{
    if (authority.isEmpty())
        return {ConnectionWords::tr("the system's")};
    constexpr qsizetype longest = 60; // characters: the fingerprint is to be in sight
    QStringList lines;
    for (const QSslCertificate &certificate : QSslCertificate::fromData(authority, QSsl::Pem)) {
        const QStringList names = certificate.subjectInfo(QSslCertificate::CommonName) +
                                  certificate.subjectInfo(QSslCertificate::Organization);
        QString name = names.isEmpty() ? ConnectionWords::tr("without a name") : visibly(names.join(u", "_s));
        if (name.size() > longest)
            name = name.first(longest) + u'…';
        lines.append(ConnectionWords::tr("%1, until %2, SHA-256 %3")
                         .arg(name, timeText(certificate.expiryDate()),
                              QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex())));
    }
    return lines;
}

} // namespace GenMirror
