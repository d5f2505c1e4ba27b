#pragma once

#include "model/core/operation.h"

namespace GenMirror
{

/// The body of POST /v1/trees/{tree}/batch: {"operations": [...]}, see docs/protocol.md "Mutations".
/// Objects keep their exact text. InvalidArgument names the operation by index (operationIndex).
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

} // namespace GenMirror
