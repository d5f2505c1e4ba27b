// libFuzzer target: whatever a server answers, a mirror takes it as a whole or not at all.
//
// The first byte chooses the dialect and how the bytes are cut into pieces; a NUL separates two answers,
// applied one after the other.
#include "model/core/memorymirrorstorage.h"
#include "model/core/updateapplier.h"
#include "sync/protocol/classicreader.h"
#include "sync/protocol/updatereader.h"
#include "tests/support/dump.h"

#include <cstdlib>

using namespace GenMirror;

namespace
{

/// What must hold whatever came in; a failure is a finding.
void require(bool holds)
{
    if (!holds)
        std::abort();
}

Digest digestOf(MirrorStorage &storage, const MirrorSet &set)
{
    Digest digest;
    storage.visitObjects(set, [&](const MirrorObject &object) {
        digest += Digest::ofObject(set.path.toJson(), object.object.id, object.object.text);
        return true;
    });
    for (const MirrorSet &child : storage.children(set)) {
        digest += Digest::ofNestedSet(set.path.toJson(), child.path.ids().constLast());
        digest += digestOf(storage, child);
    }
    return digest;
}

void apply(MirrorStorage &storage, const QByteArray &answer, bool classic, qsizetype piece)
{
    const MirrorState state = storage.state();
    const Test::Dump before = Test::dumpOf(storage);
    qsizetype at = 0;
    const auto source = [&] {
        const QByteArray next = answer.mid(at, piece);
        at += next.size();
        return next;
    };
    const UpdateRequest request{
        .since = state.generation, .collection = state.collection, .base = state.base};
    if (!storage.begin())
        abort();
    UpdateApplier applier(storage, request);
    const ClassicShape shape;
    const auto header = classic ? ClassicReader(shape, storage, 1 << 20).read(source, request, applier)
                                : UpdateReader({.maximumObjectBytes = 1 << 16}).read(source, applier);
    if (!header || applier.error()) {
        storage.rollback();
        require(Test::dumpOf(storage) == before);
        require(storage.state().generation == state.generation);
        require(!header ? !header.error().detail.isEmpty() : true);
        return;
    }
    require(storage.commit().has_value());
    require(storage.state().digest == digestOf(storage, storage.root()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const bool classic = (data[0] & 1) != 0;
    const qsizetype piece = 1 + (data[0] >> 1);
    MemoryMirrorStorage storage;
    const QByteArray rest(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    constexpr qsizetype mostAnswers = 32; // each is compared with all that is stored: many more are only slow
    const QByteArrayList answers = rest.split('\0');
    for (const QByteArray &answer : answers.mid(0, mostAnswers))
        apply(storage, answer, classic, piece);
    return 0;
}
