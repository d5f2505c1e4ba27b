// The conformance histories of tests/data/conformance, as its README tells of them.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

namespace GenMirror::Test
{

/// One request and what the answer must say.
struct ConformanceStep {
    QByteArray method;
    QByteArray address; ///< As answer and body with `${NAME}` for what a server chooses.
    QByteArray body;
    QMap<QByteArray, QByteArray> headers;
    int status = 0;
    QByteArray answer;                   ///< The whole body of a good answer; empty: see fields.
    QMap<QByteArray, QByteArray> fields; ///< Name to JSON text of some members of the answer.
    QByteArray collectionVariable; ///< The name under which the answer's collection is known from here on.
    QString client;                ///< Whose request this is; empty: an editor's, or a look.
    QMap<QByteArray, QByteArray> query; ///< What this client must ask with.
    QByteArray digest;                  ///< What it holds once it has the answer; empty between pages.
};

struct ConformanceHistory {
    QString name;
    QList<ConformanceStep> steps;
    qint64 finalGeneration = 0;
    QByteArray finalDigest;
    QMap<QByteArray, QByteArray> finalMembers; ///< As dumpOf() gives them; a nested set has no text.
    QMap<QByteArray, QByteArray> finalKeys;    ///< Path of each set to its key.
};

/// All histories of a file; none if it cannot be read.
[[nodiscard]] QList<ConformanceHistory> readConformance(const QString &fileName);

/// `text` with values in place of its variables.
[[nodiscard]] QByteArray filled(QByteArray text, const QMap<QByteArray, QByteArray> &variables);

} // namespace GenMirror::Test
