#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace GenMirror::Test
{

/// An authority of our own, which signs certificates for localhost and 127.0.0.1; made by openssl.
class TestAuthority
{
public:
    TestAuthority()
    {
        using namespace Qt::StringLiterals;
        if (!run({u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s,
                  u"-nodes"_s, u"-keyout"_s, path(u"ca.key"_s), u"-out"_s, path(u"ca.pem"_s), u"-days"_s,
                  u"2"_s, u"-subj"_s, u"/CN=An authority of our own"_s}) ||
            !makeCertificate(u"1"_s))
            qFatal("openssl makes no certificates");
    }

    /// A new certificate of the server, in place of the one before.
    [[nodiscard]] bool makeCertificate(const QString &serial) const
    {
        using namespace Qt::StringLiterals;
        QFile names(path(u"names"_s));
        if (!names.open(QIODevice::WriteOnly) ||
            names.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n") < 0)
            return false;
        names.close();
        return run({u"req"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s,
                    u"-keyout"_s, key(), u"-out"_s, path(u"server.csr"_s), u"-subj"_s, u"/CN=localhost"_s}) &&
               run({u"x509"_s, u"-req"_s, u"-in"_s, path(u"server.csr"_s), u"-CA"_s, authority(), u"-CAkey"_s,
                    path(u"ca.key"_s), u"-set_serial"_s, serial, u"-out"_s, certificate(), u"-days"_s, u"2"_s,
                    u"-extfile"_s, path(u"names"_s)});
    }
    [[nodiscard]] QString authority() const { return path(QStringLiteral("ca.pem")); }
    [[nodiscard]] QString certificate() const { return path(QStringLiteral("server.pem")); }
    [[nodiscard]] QString key() const { return path(QStringLiteral("server.key")); }
    /// What genmirrord has to be told.
    [[nodiscard]] QStringList options() const
    {
        using namespace Qt::StringLiterals;
        return {u"--tls-certificate"_s, certificate(), u"--tls-key"_s, key()};
    }

private:
    [[nodiscard]] QString path(const QString &name) const { return m_directory.filePath(name); }
    [[nodiscard]] static bool run(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        return process.waitForFinished() && process.exitCode() == 0;
    }

    QTemporaryDir m_directory;
};

} // namespace GenMirror::Test
