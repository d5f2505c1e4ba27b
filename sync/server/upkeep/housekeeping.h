#pragma once

#include "sync/server/access/accessstore.h"
#include "sync/server/access/clientbook.h"
#include "sync/server/request/serverstatus.h"
#include "sync/server/store/datadirectory.h"
#include "sync/server/store/treestore.h"
#include "sync/server/upkeep/policycompaction.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace GenMirror
{

/// What the server does by itself from time to time, on a thread of its own: looks at its disk and at trees,
/// writes the list of clients down, compacts by policy.
class Housekeeping
{
public:
    struct Options {
        std::chrono::milliseconds looksAtTrees; ///< How often some trees that nobody asked for are looked at.
        std::chrono::milliseconds compacts;     ///< How often the policy is asked.
    };
    Housekeeping(Options options, const DataDirectory &directory, TreeStore &trees, ClientBook &clients,
                 AccessStore &accessStore, const PolicyCompaction &policy, ServerStatus &status)
        : m_options(options)
        , m_directory(directory)
        , m_trees(trees)
        , m_clients(clients)
        , m_accessStore(accessStore)
        , m_policy(policy)
        , m_status(status)
    {
    }
    /// stop().
    ~Housekeeping();
    Housekeeping(const Housekeeping &) = delete;
    Housekeeping &operator=(const Housekeeping &) = delete;

    /// Looks around, and then from time to time.
    void start();
    /// Lets the server's status say that it stops; no chore begins any more.
    void prepareStop();
    /// The same, and waits for the chore that is under way.
    void stop();
    /// Writes down who mirrors what. What cannot be stored now is tried again the next time, and said once.
    void storeClients();

private:
    void run();
    void writeDown();
    /// What /readyz tells, which must not wait for the disk.
    void lookAround();
    /// Looks at some trees that nobody asked for since the start, or for an hour: a file that cannot be read
    /// is noticed.
    void lookAtTrees();

    const Options m_options;
    const DataDirectory &m_directory;
    TreeStore &m_trees;
    ClientBook &m_clients;
    AccessStore &m_accessStore;
    const PolicyCompaction &m_policy;
    ServerStatus &m_status;
    std::mutex m_mutex;
    std::condition_variable m_ends;
    QString m_lookedAt; ///< The last tree of this round. Of the housekeeping thread.
    std::chrono::steady_clock::time_point m_nextRound;
    std::thread m_thread;
};

} // namespace GenMirror
