#include "app/genmirror/objectwriter.h"

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// On the condition that the server still has what was read: at `generation`, or nothing.
Operation operationOf(const ObjectWriter::Change &change, const SetPath &set, Generation generation)
{
    const bool isThere = !change.before.isNull();
    Operation operation{.set = set, .id = change.id, .object = change.after};
    operation.kind = change.after.isNull() ? Operation::Kind::Remove
                     : isThere             ? Operation::Kind::Changed
                                           : Operation::Kind::Add;
    operation.ifAbsent = !isThere;
    if (isThere)
        operation.ifGeneration = generation;
    return operation;
}

} // namespace

/// First what the server has is read, one object after another; then all is written on the condition that it
/// still is that.
struct ObjectWriter::Task {
    Target target;
    ServerApi *server = nullptr; ///< Of the writer, until it is told.
    QList<Change> changes;
    Told told;
    QList<Generation> generations; ///< Of those read so far; none: not there.
    QList<Change> theirs;
};

ObjectWriter::ObjectWriter(QObject *parent)
    : QObject(parent)
{
}

void ObjectWriter::write(const Target &target, const QList<Change> &changes, const Told &told)
{
    auto task = std::make_shared<Task>(Task{.target = target, .changes = changes, .told = told});
    task->server = new ServerApi({.url = target.server, .credentials = target.credentials},
                                 {.gate = target.gate, .silence = std::chrono::seconds(30)}, this);
    readNext(task);
}

void ObjectWriter::readNext(const std::shared_ptr<Task> &task)
{
    if (task->generations.size() == task->changes.size()) {
        if (task->theirs.isEmpty())
            send(task);
        else
            end(*task, Outcome{.conflict = true, .theirs = task->theirs});
        return;
    }
    const Change &change = task->changes[task->generations.size()];
    whenThere(task->server->object(task->target.tree, task->target.set, change.id), this,
              [this, task, change](const Result<Answer<ObjectAnswer>> &answer) {
                  if (!answer && answer.error().kind != Error::Kind::NotFound)
                      return end(*task, failureOf(answer));
                  const QByteArray theirs = answer ? answer->value.text : QByteArray();
                  if (theirs != change.before)
                      task->theirs.append({.id = change.id, .before = theirs, .after = change.after});
                  task->generations.append(answer ? answer->value.generation : Generation());
                  readNext(task);
              });
}

void ObjectWriter::end(const Task &task, const Result<Outcome> &outcome)
{
    task.server->deleteLater();
    task.told(outcome);
}

void ObjectWriter::send(const std::shared_ptr<Task> &task)
{
    QList<Operation> operations;
    for (qsizetype i = 0; i < task->changes.size(); ++i) {
        const Change &change = task->changes[i];
        if (!change.after.isNull() || !change.before.isNull()) // else it is gone already
            operations.append(operationOf(change, task->target.set, task->generations[i]));
    }
    whenThere(task->server->batch(task->target.tree, operations), this,
              [this, task](const Result<Answer<BatchDone>> &done) {
                  if (done)
                      return end(*task, Outcome{});
                  const bool isConflict = done.error().kind == Error::Kind::Conflict ||
                                          done.error().kind == Error::Kind::AlreadyExists;
                  if (!isConflict || !task->theirs.isEmpty())
                      return end(*task, failureOf(done));
                  // Between reading and writing somebody was faster: what is it now?
                  task->generations.clear();
                  readNext(task);
              });
}

} // namespace GenMirror
