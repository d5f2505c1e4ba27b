#pragma once

#include "model/core/operation.h"

namespace GenMirror
{

/// A batch is one transaction: whoever writes next waits for all of it.
inline constexpr qsizetype MostOperations = 100'000;

/// The body of POST /v1/trees/{tree}/batch: {"operations": [...]}, see docs/protocol.md "Mutations".
/// Objects keep their exact text. Errors: InvalidArgument, also for a field that the operation does not use,
/// names the operation by index (operationIndex); TooLarge past MostOperations, at which reading ends.
[[nodiscard]] Result<QList<Operation>> readBatch(QByteArrayView body);
/// One operation, as in a batch or in a line of a trace.
[[nodiscard]] Result<Operation> readOperation(QByteArrayView json);
[[nodiscard]] QByteArray writeOperation(const Operation &operation);
[[nodiscard]] QByteArray writeBatch(const QList<Operation> &operations);

/// The body of PUT /v1/trees/{tree} and the like fields of create-set.
struct TreeOptions {
    SetKey key;
    qint64 maximumRemovals = Operation::DefaultMaximumRemovals;
};
[[nodiscard]] Result<TreeOptions> readTreeOptions(QByteArrayView body);
[[nodiscard]] QByteArray writeTreeOptions(const TreeOptions &options);

} // namespace GenMirror
