// What a server answers to an admin, as values; see answers.h.
#pragma once

#include "sync/protocol/answers.h"

namespace GenMirror
{

/// A client that has to reload a set because of a compaction.
struct ReloadingClient {
    QString client;
    QString tree;
    QString name; ///< Of its token.
    QString address;
    QString agent;
    Generation generation; ///< That it said it has.
    Generation sent;       ///< That it has if what it was sent arrived.
    QDateTime lastSeen;    ///< As in the list of clients: of one that is connected the moment of the answer.
    qint64 sets = 0;
    qint64 bytes = 0;     ///< That it has to fetch.
    bool already = false; ///< It has to reload another set anyway.
    bool certain = false; ///< False: an update was on its way to it; if that arrived, it does not reload.
};

struct CompactionListing {
    struct Set {
        SetPath set;
        qint64 dropped = 0;
        Generation floor;
    };
    qint64 dropped = 0; ///< Removals.
    QList<Set> sets;
    QList<ReloadingClient> clients;
    qint64 bytes = 0; ///< That all those clients have to fetch.
};

/// What a server found when it added a tree up anew.
struct TreeVerification {
    bool equal = false;
    CollectionId collection; ///< None where the tree could not be read.
    Generation generation;   ///< None then.
    Digest digest;           ///< Of what is stored, added up anew,
    Digest expected;         ///< and the one that the tree has.
    qint64 objects = 0;
    QStringList problems;

    [[nodiscard]] bool isSound() const { return equal && problems.isEmpty(); }
};

struct BackupListing {
    struct Missing {
        QString tree; ///< Empty: it cannot be told which.
        QString problem;
    };
    QString backup;
    QDateTime at;
    QStringList trees;
    qint64 bytes = 0;
    QList<Missing> missing;
};

struct ClientListing {
    QString client;
    QString tree;
    QString name; ///< Of its token.
    QString address;
    QString agent;
    Generation generation; ///< That it said it has.
    Generation sent;       ///< That it has if what it was sent arrived.
    qint64 lag = 0;        ///< Generations that it was not sent yet.
    bool certain = false;
    bool isOfThisCollection = false;
    bool pushes = false;      ///< By events; else it polls.
    bool isConnected = false; ///< It has an event stream open.
    qint64 bytes = 0;         ///< Sent to it.
    QDateTime firstSeen;
    QDateTime lastSeen;
};

struct TokenListing {
    QString id;
    QString name;
    QString role; ///< reader, editor, admin.
    QStringList trees;
    QDateTime created;
    std::optional<QDateTime> expires;
    QByteArray text; ///< Of a new one alone: it is shown this once.
};

struct AuditListing {
    qint64 number = 0;
    QDateTime at;
    QString who;
    QString token;
    QString address;
    QString action;
    QString tree;
    QString reason;
    QString detail;
};

struct AuditPage {
    QList<AuditListing> entries; ///< Newest first.
    bool more = false;
};

[[nodiscard]] Result<CompactionListing> readCompactionListing(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const CompactionListing &compaction);
[[nodiscard]] Result<TreeVerification> readTreeVerification(const QByteArray &json, const QString &tree);
[[nodiscard]] QByteArray verificationToJson(const QString &tree, const TreeVerification &found);
[[nodiscard]] Result<BackupListing> readBackup(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const BackupListing &backup);
[[nodiscard]] Result<QList<BackupListing>> readBackups(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const QList<BackupListing> &backups);
[[nodiscard]] Result<QList<ClientListing>> readClients(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const QList<ClientListing> &clients);
[[nodiscard]] Result<QList<TokenListing>> readTokens(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const QList<TokenListing> &tokens);
[[nodiscard]] Result<TokenListing> readToken(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const TokenListing &token);
/// With its text.
[[nodiscard]] Result<TokenListing> readNewToken(const QByteArray &json);
[[nodiscard]] QByteArray newTokenToJson(const TokenListing &token);
[[nodiscard]] Result<AuditPage> readAuditPage(const QByteArray &json);
[[nodiscard]] QByteArray toJson(const AuditPage &page);

} // namespace GenMirror
