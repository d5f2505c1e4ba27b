// Commands that send many objects: import and replay.
#include "app/genmirrorctl/adminoutput.h"
#include "app/genmirrorctl/api.h"
#include "app/genmirrorctl/command.h"
#include "app/genmirrorctl/ndjsonfile.h"
#include "app/genmirrorctl/progress.h"
#include "app/genmirrorctl/setmaker.h"
#include "app/genmirrorctl/tempo.h"
#include "model/core/jsontext.h"
#include "model/core/objectline.h"
#include "sync/protocol/batchreader.h"

#include <QUuid>

#include <functional>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

using Parser = QCommandLineParser;

/// Sends batches under keys of its own, so that a retry is never done twice, and knows from which line of the
/// file each operation is.
class BatchSender
{
public:
    BatchSender(Api &api, QString tree, const NdjsonFile &file)
        : m_api(api)
        , m_tree(std::move(tree))
        , m_file(file)
    {
    }

    /// Of the line that was read last.
    void add(const QList<Operation> &operations)
    {
        m_operations += operations;
        m_lines.resize(m_operations.size(), m_file.line());
    }
    [[nodiscard]] qsizetype waiting() const { return m_operations.size(); }
    [[nodiscard]] Result<void> send()
    {
        if (m_operations.isEmpty())
            return {};
        const QByteArray key = m_run + '-' + QByteArray::number(++m_batches);
        const auto answer = m_api.wait(m_api->batch(m_tree, m_operations, key));
        if (!answer)
            return tl::make_unexpected(placed(answer.error()));
        m_done += m_operations.size();
        m_operations.clear();
        m_lines.clear();
        return {};
    }
    /// An error of the line that was read last.
    [[nodiscard]] Error here(Error error) const { return at(m_file.place(), std::move(error)); }
    /// Operations that are done.
    [[nodiscard]] qint64 done() const { return m_done; }
    [[nodiscard]] qint64 batches() const { return m_batches; }

private:
    /// An error of the batch: of the line that the server names, else of all its lines.
    [[nodiscard]] Error placed(Error error) const
    {
        const qsizetype index = error.operationIndex;
        const bool isNamed = index >= 0 && index < m_lines.size();
        const qint64 first = isNamed ? m_lines[index] : m_lines.first();
        const qint64 last = isNamed ? m_lines[index] : m_lines.last();
        const QString place = first == last ? u"%1 line %2"_s.arg(m_file.name()).arg(first)
                                            : u"%1 lines %2 to %3"_s.arg(m_file.name()).arg(first).arg(last);
        return at(place, std::move(error));
    }
    [[nodiscard]] Error at(const QString &place, Error error) const
    {
        error.detail = u"%1: %2 (%3 operations are done)"_s.arg(place, wordsOf(error)).arg(m_done);
        error.said.clear(); // it is in the sentence
        return error;
    }

    Api &m_api;
    QString m_tree;
    const NdjsonFile &m_file;
    QByteArray m_run = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    QList<Operation> m_operations;
    QList<qint64> m_lines; ///< Of each operation.
    qint64 m_batches = 0;
    qint64 m_done = 0;
};

/// What a line of an import is to add.
using ReadLine = std::function<Result<Operation>(const QByteArray &)>;

/// A line is an object of one set.
Result<Operation> objectOfLine(const QByteArray &line, const SetPath &set)
{
    if (auto ok = checkJson(line); !ok)
        return failureOf(ok);
    return Operation{.kind = Operation::Kind::Add, .set = set, .object = line};
}

/// A line is one of `dump`: it names set and id, and holds the exact text of the object.
Result<Operation> objectOfDump(const QByteArray &line)
{
    const auto set =
        memberText(line, "set").and_then([](QByteArrayView text) { return SetPath::fromJson(text); });
    const auto id = set ? memberText(line, "id").and_then([](QByteArrayView text) {
        return ObjectId::fromValueJson(text);
    })
                        : failureOf(set);
    const auto object = id ? exactTextOf(line, "object", "text") : failureOf(id);
    if (!object)
        return failure(object.error().kind, object.error().detail + u" A line of a dump is "
                                                                    "{\"set\":[…],\"id\":…,\"object\":…}."_s);
    return Operation{.kind = Operation::Kind::Add, .set = *set, .id = *id, .object = *object};
}

Result<ReadLine> readerOf(const Parser &parser)
{
    if (parser.isSet(u"dump"_s)) {
        if (parser.isSet(u"set"_s) || parser.isSet(u"key"_s))
            return failure(Error::Kind::InvalidArgument,
                           u"--set and --key are not for --dump: its lines name their sets; --set-key says "
                           "the keys of those that are made."_s);
        return ReadLine(objectOfDump);
    }
    const auto set = setOfPath(parser.value(u"set"_s));
    if (!set)
        return failureOf(set);
    return ReadLine([set = *set](const QByteArray &line) { return objectOfLine(line, set); });
}

/// The keys of sets that are made.
QStringList keyRulesOf(const Parser &parser)
{
    QStringList rules = parser.values(u"set-key"_s);
    const QString set = parser.value(u"set"_s);
    if (parser.isSet(u"key"_s) && !set.isEmpty())
        rules.append(set + u'=' + parser.value(u"key"_s));
    return rules;
}

Result<int> importObjects(const Parser &parser, const QStringList &arguments)
{
    // One transaction each: long, since each touches pages of indices here and there; and well below what a
    // server takes.
    constexpr qsizetype batchSize = 10'000;
    constexpr qsizetype batchBytes = 4 * 1024 * 1024;
    const auto server = Api::serverOf(parser);
    const auto readLine = server ? readerOf(parser) : failureOf(server);
    if (!readLine)
        return failureOf(readLine);
    Api api(*server);
    auto maker = SetMaker::forTree(api, arguments[0], keyRulesOf(parser));
    auto file = NdjsonFile::open(arguments[1]);
    if (!maker || !file)
        return tl::make_unexpected(maker ? file.error() : maker.error());

    BatchSender sender(api, arguments[0], **file);
    Progress progress(u"importing"_s, 0);
    qint64 objects = 0;
    qsizetype bytes = 0;
    while (true) {
        auto line = (*file)->next();
        if (!line)
            return failureOf(line);
        bytes += line->size();
        if (!line->isEmpty()) {
            const auto add = (*readLine)(*line);
            if (!add)
                return tl::make_unexpected(sender.here(add.error()));
            sender.add(maker->before(*add) << *add);
            ++objects;
        }
        if (sender.waiting() >= batchSize || bytes >= batchBytes || line->isEmpty()) {
            bytes = 0;
            if (auto sent = sender.send(); !sent)
                return failureOf(sent);
            progress.update(sender.done());
        }
        if (line->isEmpty())
            break;
    }
    if (parser.isSet(u"json"_s))
        printLine("{\"imported\":" + QByteArray::number(objects) + '}');
    else if (!parser.isSet(u"quiet"_s))
        printLine("imported " + counted(objects, u"object"_s, u"objects"_s).toUtf8());
    return 0;
}

/// The operations of a line of a trace, with the sets made that they need.
Result<QList<Operation>> operationsOf(const QByteArray &line, SetMaker &maker)
{
    const auto texts =
        memberText(line, "operations").and_then([](QByteArrayView text) { return elementsOf(text); });
    if (!texts)
        return failureOf(texts);
    QList<Operation> operations;
    for (const QByteArrayView text : *texts) {
        auto operation = readOperation(text);
        if (!operation)
            return failureOf(operation);
        operations.append(maker.before(*operation));
        operations.append(*std::move(operation));
    }
    return operations;
}

Result<int> replay(const Parser &parser, const QStringList &arguments)
{
    const auto server = Api::serverOf(parser);
    if (!server)
        return failureOf(server);
    const auto tempo = Tempo::fromText(parser.value(u"speed"_s));
    if (!tempo)
        return failureOf(tempo);
    const auto from = integerOption(parser, u"from"_s, 1);
    const auto count = integerOption(parser, u"count"_s, 0);
    for (const auto *option : {&from, &count}) {
        if (!*option)
            return failureOf(*option);
    }
    Api api(*server);
    auto maker = SetMaker::forTree(api, arguments[0], parser.values(u"set-key"_s));
    auto file = NdjsonFile::open(arguments[1]);
    if (!maker || !file)
        return tl::make_unexpected(maker ? file.error() : maker.error());

    BatchSender sender(api, arguments[0], **file);
    Progress progress(u"replaying batches"_s, *count);
    for (qint64 number = 1; *count == 0 || number < *from + *count; ++number) {
        const auto line = (*file)->next();
        if (!line)
            return failureOf(line);
        if (line->isEmpty())
            break;
        if (number < *from)
            continue;
        const auto operations = operationsOf(*line, *maker);
        if (!operations)
            return tl::make_unexpected(sender.here(operations.error()));
        (*tempo)->wait();
        sender.add(*operations);
        if (auto sent = sender.send(); !sent)
            return failureOf(sent);
        progress.update(sender.batches());
    }
    if (parser.isSet(u"json"_s))
        printLine("{\"batches\":" + QByteArray::number(sender.batches()) +
                  ",\"operations\":" + QByteArray::number(sender.done()) + '}');
    else if (!parser.isSet(u"quiet"_s))
        printLine("replayed " + QByteArray::number(sender.batches()) + " batches, " +
                  QByteArray::number(sender.done()) + " operations");
    return 0;
}

} // namespace

QList<Command> importCommands()
{
    return {
        {u"import"_s,
         u"TREE FILE"_s,
         u"Add the objects of a file, one JSON object a line (.gz too, - for standard input)."_s,
         {{u"set"_s, u"Into this nested set, made if missing."_s, u"PATH"_s},
          {u"key"_s, u"The attribute that holds an object's id, for a set that is made."_s, u"ATTRIBUTE"_s},
          {u"dump"_s, u"The lines are those of dump: each names its set, which is made if missing."_s},
          {u"set-key"_s, u"Key of the sets that are made, e.g. 'releases/*=cycle'; . for sets of values."_s,
           u"PATTERN=ATTRIBUTE"_s}},
         2,
         importObjects},
        {u"replay"_s,
         u"TREE TRACE"_s,
         u"Do again the batches of a recorded history, one a line (.gz too)."_s,
         {{u"speed"_s, u"Batches a second, or max; -: as the last line of standard input says."_s, u"N"_s,
           u"max"_s},
          {u"from"_s, u"Begin with this batch."_s, u"N"_s, u"1"_s},
          {u"count"_s, u"So many batches; 0: all."_s, u"N"_s, u"0"_s},
          {u"set-key"_s, u"Key of the sets that are made, e.g. 'releases/*=releaseCycle'."_s,
           u"PATTERN=ATTRIBUTE"_s}},
         2,
         replay},
    };
}

} // namespace GenMirror
