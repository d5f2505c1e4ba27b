#include "sync/protocol/batchreader.h"

#include "model/core/jsontext.h"
#include "model/core/utf8.h"
#include "sync/protocol/fields.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// An operation on the wire: its name, and the fields that it takes beside "op" and "set".
struct Form {
    Operation::Kind kind;
    const char *name;
    std::array<const char *, 4> fields; ///< Null: no more.
};
constexpr std::array<Form, 5> Forms{{
    {Operation::Kind::Add, "add", {"id", "object", "ifGeneration", "ifAbsent"}},
    {Operation::Kind::Changed, "changed", {"id", "object", "ifGeneration"}},
    {Operation::Kind::Remove, "remove", {"id", "ifGeneration"}},
    {Operation::Kind::CreateSet, "create-set", {"key", "maximum_removals"}},
    {Operation::Kind::RemoveSet, "remove-set", {"ifGeneration"}},
}};

const Form &formOf(Operation::Kind kind)
{
    return *std::ranges::find(Forms, kind, &Form::kind);
}

bool takes(const Form &form, const QByteArray &field)
{
    return field == "op" || field == "set" ||
           std::ranges::any_of(form.fields, [&field](const char *known) { return field == known; });
}

Result<qint64> integerOf(QByteArrayView text, QStringView name, qint64 minimum)
{
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (!ok || value < minimum)
        return failure(Error::Kind::InvalidArgument,
                       u"\"%1\" must be an integer of at least %2."_s.arg(name).arg(minimum));
    return value;
}

Result<void> readName(QByteArrayView text, Operation &operation)
{
    for (const Form &form : Forms) {
        if (text == QByteArray('"' + QByteArray(form.name) + '"')) {
            operation.kind = form.kind;
            return {};
        }
    }
    return failure(Error::Kind::InvalidArgument,
                   u"\"op\" must be add, changed, remove, create-set or remove-set, not %1."_s.arg(
                       textOfUtf8(text.first(qMin<qsizetype>(text.size(), 40)))));
}

template <typename T, typename U>
Result<void> store(Result<T> result, U &target)
{
    if (!result)
        return failureOf(result);
    target = *std::move(result);
    return {};
}

Result<void> readField(const JsonMember &member, Operation &operation)
{
    if (member.name == "op")
        return readName(member.value, operation);
    if (member.name == "set")
        return store(SetPath::fromJson(member.value), operation.set);
    if (member.name == "id")
        return store(ObjectId::fromValueJson(member.value), operation.id);
    if (member.name == "object") {
        operation.object = member.value.toByteArray();
        return {};
    }
    if (member.name == "ifGeneration") {
        const auto value = integerOf(member.value, u"ifGeneration", 1);
        return store(value.map([](qint64 g) { return Generation{g}; }), operation.ifGeneration);
    }
    if (member.name == "ifAbsent") {
        if (member.value != "true" && member.value != "false")
            return failure(Error::Kind::InvalidArgument, u"\"ifAbsent\" must be true or false."_s);
        operation.ifAbsent = member.value == "true";
        return {};
    }
    if (member.name == "key")
        return store(SetKey::fromJson(member.value), operation.key);
    if (member.name == "maximum_removals")
        return store(integerOf(member.value, u"maximum_removals", 0), operation.maximumRemovals);
    return failure(Error::Kind::InvalidArgument,
                   u"An operation has no field \"%1\"."_s.arg(textOfUtf8(member.name)));
}

} // namespace

Result<Operation> readOperation(QByteArrayView json)
{
    const auto members = fieldsOf(json);
    if (!members)
        return failureOf(members);
    Operation operation;
    QByteArrayList seen;
    for (const JsonMember &member : *members) {
        seen.append(member.name);
        if (auto ok = readField(member, operation); !ok)
            return failureOf(ok);
    }
    const auto require = [&seen](const char *name) { return seen.contains(name); };
    const bool puts = operation.kind == Operation::Kind::Add || operation.kind == Operation::Kind::Changed;
    if (!require("op"))
        return failure(Error::Kind::InvalidArgument, u"The operation lacks \"op\"."_s);
    if (puts && !require("object"))
        return failure(Error::Kind::InvalidArgument, u"The operation lacks \"object\"."_s);
    const Form &form = formOf(operation.kind);
    const auto superfluous =
        std::ranges::find_if(seen, [&form](const QByteArray &field) { return !takes(form, field); });
    if (superfluous != seen.end()) // it would mean something to whoever wrote it
        return failure(
            Error::Kind::InvalidArgument,
            u"\"%1\" takes no \"%2\"."_s.arg(QLatin1StringView(form.name), textOfUtf8(*superfluous)));
    if (operation.ifAbsent && operation.ifGeneration)
        return failure(Error::Kind::InvalidArgument,
                       u"\"ifAbsent\" and \"ifGeneration\" cannot both hold."_s);
    if (operation.kind == Operation::Kind::Remove && !require("id"))
        return failure(Error::Kind::InvalidArgument, u"The operation lacks \"id\"."_s);
    return operation;
}

Result<QList<Operation>> readBatch(QByteArrayView body)
{
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    if (members->size() != 1 || members->first().name != "operations")
        return failure(Error::Kind::InvalidArgument,
                       u"A batch is {\"operations\": [...]} and nothing else."_s);
    const auto elements = elementsOf(members->first().value, {.maximumMembers = MostOperations});
    if (!elements && elements.error().kind == Error::Kind::TooLarge)
        return failure(
            Error::Kind::TooLarge,
            u"A batch has at most %1 operations. Send several, one after the other."_s.arg(MostOperations));
    if (!elements)
        return failure(elements.error().kind,
                       u"\"operations\" must be an array: "_s + elements.error().detail);
    QList<Operation> operations;
    operations.reserve(elements->size());
    for (const QByteArrayView element : *elements) {
        auto operation = readOperation(element);
        if (!operation) {
            Error error = operation.error();
            error.operationIndex = operations.size();
            return tl::make_unexpected(std::move(error));
        }
        operations.append(*std::move(operation));
    }
    return operations;
}

QByteArray writeOperation(const Operation &operation)
{
    QByteArray json = "{\"op\":\"" + QByteArray(formOf(operation.kind).name) + '"';
    json += ",\"set\":" + operation.set.toJson();
    if (operation.id)
        json += ",\"id\":" + operation.id->toJson();
    if (!operation.object.isEmpty())
        json += ",\"object\":" + operation.object;
    if (operation.ifGeneration)
        json += ",\"ifGeneration\":" + QByteArray::number(operation.ifGeneration->value);
    if (operation.ifAbsent)
        json += ",\"ifAbsent\":true";
    if (operation.kind == Operation::Kind::CreateSet) {
        if (!operation.key.isDefault())
            json += ",\"key\":" + operation.key.toJson();
        if (operation.maximumRemovals != Operation::DefaultMaximumRemovals)
            json += ",\"maximum_removals\":" + QByteArray::number(operation.maximumRemovals);
    }
    return json + '}';
}

QByteArray writeBatch(const QList<Operation> &operations)
{
    QByteArray json = "{\"operations\":[";
    for (const Operation &operation : operations) {
        if (!json.endsWith('['))
            json += ',';
        json += writeOperation(operation);
    }
    return json + "]}";
}

Result<TreeOptions> readTreeOptions(QByteArrayView body)
{
    TreeOptions options;
    if (body.trimmed().isEmpty())
        return options;
    const auto members = fieldsOf(body);
    if (!members)
        return failureOf(members);
    for (const JsonMember &member : *members) {
        Result<void> ok;
        if (member.name == "key")
            ok = store(SetKey::fromJson(member.value), options.key);
        else if (member.name == "maximum_removals")
            ok = store(integerOf(member.value, u"maximum_removals", 0), options.maximumRemovals);
        else
            ok = failure(Error::Kind::InvalidArgument,
                         u"A tree has no field \"%1\"; it has key and maximum_removals."_s.arg(
                             textOfUtf8(member.name)));
        if (!ok)
            return failureOf(ok);
    }
    return options;
}

QByteArray writeTreeOptions(const TreeOptions &options)
{
    FieldWriter fields;
    fields.member("key"_L1, options.key);
    fields.member("maximum_removals"_L1, options.maximumRemovals);
    return fields.object();
}

} // namespace GenMirror
