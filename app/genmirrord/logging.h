#pragma once

#include <QLoggingCategory>

namespace GenMirror
{

Q_DECLARE_LOGGING_CATEGORY(serverLog)
Q_DECLARE_LOGGING_CATEGORY(requestLog)

/// From here on every message is one line on standard error: text, or a JSON object.
void startLogging(bool json, bool debug);

} // namespace GenMirror
