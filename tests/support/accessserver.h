#pragma once

#include "tests/support/testserver.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace GenMirror::Test
{

/// A server with an admin's token and two trees, "inside" and "outside", and short words for asking it.
class AccessServer : public TestServer
{
public:
    explicit AccessServer(const TreeServiceOptions &options = {}, const HttpLimits &limits = {})
        : TestServer(options, limits)
    {
        const RawAnswer made =
            connect()->request("POST", "/v1/admin/tokens", R"({"name":"the admin","role":"admin"})");
        m_adminToken = tokenOf(made);
        makeTree("inside");
        makeTree("outside");
    }

    [[nodiscard]] const QByteArray &adminToken() const { return m_adminToken; }
    /// `more`: further members of the body, each with a comma before it.
    [[nodiscard]] QByteArray makeToken(const QByteArray &role, const QByteArray &trees,
                                       const QByteArray &more = {}) const
    {
        return tokenOf(askAdmin("POST", "/v1/admin/tokens",
                                "{\"name\":\"" + QByteArray(role == "reader" ? "a " : "an ") + role +
                                    "\",\"role\":\"" + role + "\",\"trees\":[\"" + trees + "\"]" + more +
                                    '}'));
    }
    /// On a new connection. `token` empty: without.
    [[nodiscard]] RawAnswer ask(const QByteArray &token, const QByteArray &method, const QByteArray &address,
                                const QByteArray &body = {}, QByteArrayList headers = {}) const
    {
        if (!token.isEmpty())
            headers.append("Authorization: Bearer " + token);
        return connect()->request(method, address, body, headers);
    }
    [[nodiscard]] RawAnswer askAdmin(const QByteArray &method, const QByteArray &address,
                                     const QByteArray &body = {}) const
    {
        return ask(m_adminToken, method, address, body);
    }
    void makeTree(const QByteArray &name) const
    {
        QCOMPARE(askAdmin("PUT", "/v1/trees/" + name).status, 201);
    }
    void put(const QByteArray &tree, int id) const
    {
        const QByteArray number = QByteArray::number(id);
        QCOMPARE(
            askAdmin("PUT", "/v1/trees/" + tree + "/objects/" + number, "{\"id\":" + number + '}').status /
                100,
            2);
    }
    /// Entries with this action, newest first.
    [[nodiscard]] QJsonArray auditOf(const QByteArray &action) const
    {
        return QJsonDocument::fromJson(
                   askAdmin("GET", "/v1/admin/audit?action=" + action).body)[QLatin1StringView("audit")]
            .toArray();
    }

private:
    [[nodiscard]] static QByteArray tokenOf(const RawAnswer &made)
    {
        return QJsonDocument::fromJson(made.body)[QLatin1StringView("token")].toString().toLatin1();
    }

    QByteArray m_adminToken;
};

} // namespace GenMirror::Test
