#pragma once

#include "model/core/trouble.h"
#include "sync/client/serverapi.h"

#include <memory>

namespace GenMirror
{

/// Asks a server which trees it has, page by page, without waiting. At most 20,000 are told.
class TreeLister : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// What was asked before and is not answered yet is dropped.
    void list(const ApiServer &server);

Q_SIGNALS:
    void listed(const QStringList &trees);
    void failed(const Trouble &problem);

private:
    /// One page, after those that are known.
    void fetch(const QStringList &known);

    std::unique_ptr<ServerApi> m_server;
};

} // namespace GenMirror
