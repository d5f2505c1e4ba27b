#pragma once

#include "model/core/result.h"
#include "tests/faults/filelayer.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace GenMirror::Test
{

/// The product's objects, open on a folder's files, and what is done with them.
class Actor
{
public:
    virtual ~Actor() = default;
    /// One step of several: each has its own transaction, so a fault may leave what the steps before it did.
    [[nodiscard]] virtual Result<void> act(int step) = 0;
    /// What the last step told, where the point is what is read.
    [[nodiscard]] virtual QByteArray told() const { return {}; }
};

/// Something that the product does to files, and what it must come to whatever fails.
struct Deed {
    QByteArray name;
    /// Makes the files as they are before it, in an empty folder.
    std::function<void(const QString &folder)> prepare;
    std::function<std::unique_ptr<Actor>(const QString &folder)> open;
    /// What the files hold, as text; it begins with "damaged" where they are not sound.
    std::function<QByteArray(const QString &folder)> state;
    int steps = 1;
    /// Whether it goes on with the same objects after a fault; else they are made anew.
    bool staysOpen = true;
    /// Of a deed that is allowed to be done although a fault was told: told too late to be undone.
    bool mayBeDone = false;
    /// How many calls in a row may be there in one run and not in another: threads that have their own time.
    int patience = 0;
    /// What only makes things faster: no fault in it needs to be told, or to leave anything.
    bool isOptional = false;
};

/// A way in which files fail.
struct FaultKind {
    QByteArray name;
    FileWorks works;
    int error = 0;
    bool torn = false;
    QByteArray ending = {};
    bool onceOnly = false;
};
[[nodiscard]] const std::vector<FaultKind> &faultKinds();

/// Which of all calls are tried to fail: so many from the first on, and from there fewer and fewer.
struct Effort {
    int dense = 8;
    unsigned seed = 1;
};

/// What came of one deed under one kind of fault.
struct Outcome {
    int faults = 0; ///< That struck, each in a run of its own.
    QStringList failures;
};

/// Does the deed again and again, each time with another call failing, until there is no such call; after
/// each: nothing half there, the fault told, and on it goes once it is over. In folders of its own.
[[nodiscard]] Outcome tryFaults(const Deed &deed, const FaultKind &kind, bool forEver, const Effort &effort);

} // namespace GenMirror::Test
