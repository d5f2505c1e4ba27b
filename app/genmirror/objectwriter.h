#pragma once

#include "model/core/setpath.h"
#include "sync/client/serverapi.h"

#include <functional>
#include <memory>

namespace GenMirror
{

/// Changes objects on a server, each only if it still is what the person saw. Without waiting; answers that
/// come after its end are dropped. What it changed comes back through the mirror, as everything does.
class ObjectWriter : public QObject
{
    Q_OBJECT
public:
    struct Target {
        QUrl server;
        ServerCredentials credentials;
        ChangeGate gate; ///< Asked when it is sent.
        QString tree;
        SetPath set;
    };
    /// An object that is to be another; null texts: it is not there.
    struct Change {
        ObjectId id;
        QByteArray before;
        QByteArray after;
    };
    struct Outcome {
        bool conflict = false; ///< Nothing was written, as the server has something else.
        QList<Change> theirs;  ///< In a conflict: what differs, `before` being the server's.
    };
    using Told = std::function<void(const Result<Outcome> &)>;

    explicit ObjectWriter(QObject *parent = nullptr);

    /// All of them, or none.
    void write(const Target &target, const QList<Change> &changes, const Told &told);

private:
    struct Task;

    void readNext(const std::shared_ptr<Task> &task);
    void send(const std::shared_ptr<Task> &task);
    static void end(const Task &task, const Result<Outcome> &outcome);
};

} // namespace GenMirror
