// What is said of replies that are no good answer: by everything that asks a server.
#pragma once

#include "model/core/result.h"

class QNetworkReply;

namespace GenMirror
{

/// Whatever answers at `server` is no server of ours.
[[nodiscard]] Error notOurServer(const QString &server);
/// Of a reply without a status, or one that was cut off. Asks for what makes it work, where that is known.
[[nodiscard]] Error notReached(const QNetworkReply &reply, const QString &server);
/// Of a whole reply whose status means that it is not done. `body`: its first bytes. A classic server's words
/// are its own: no page is taken for that of another program.
[[nodiscard]] Error refusal(const QNetworkReply &reply, const QByteArray &body, const QString &server,
                            bool isClassic = false);
/// 0: there was no answer.
[[nodiscard]] int statusOf(const QNetworkReply &reply);
/// Of the content, without its parameters, in lower case.
[[nodiscard]] QByteArray typeOf(const QNetworkReply &reply);

} // namespace GenMirror
