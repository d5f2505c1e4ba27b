#pragma once

#include "model/core/result.h"

#include <QObject>
#include <QUrl>

#include <functional>

namespace GenMirror
{

/// Servers' tokens in the system's keychain, the only place where they are kept. Nothing here waits.
class Keychain : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// NotFound if there is none; Storage, with a sentence that says what to do, if there is no keychain.
    void read(const QUrl &server, std::function<void(const Result<QByteArray> &)> told);
    void write(const QUrl &server, const QByteArray &token);
    void forget(const QUrl &server);

Q_SIGNALS:
    /// A token could not be kept, or not be taken out: the sentence says what that means.
    void failed(const QString &problem);
};

} // namespace GenMirror
