#pragma once

#include "model/core/mirrorstorage.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace GenMirror
{

/// A MirrorStorage in memory, for embedding and tests.
class MemoryMirrorStorage final : public MirrorStorage
{
public:
    MemoryMirrorStorage();

    [[nodiscard]] std::optional<Error> error() const override { return {}; }
    [[nodiscard]] Result<void> begin() override
    {
        m_before = m_data;
        return {};
    }
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    [[nodiscard]] MirrorState state() override { return m_data.state; }
    void setState(const MirrorState &state) override { m_data.state = state; }
    [[nodiscard]] MirrorSet root() override;
    [[nodiscard]] std::optional<MirrorSet> child(const MirrorSet &parent, const ObjectId &id) override;
    [[nodiscard]] QList<MirrorSet> children(const MirrorSet &parent) override;
    void putSet(MirrorSet &set) override;
    void eraseSet(const MirrorSet &set) override;
    [[nodiscard]] std::optional<MirrorObject> object(const MirrorSet &set, const ObjectId &id) override;
    [[nodiscard]] bool hasIdsOf(const MirrorSet &set, bool areStrings) override;
    qint64 insertObject(const MirrorSet &set, const Object &object) override;
    void replaceObject(const MirrorSet &set, const MirrorObject &object) override;
    void eraseObject(const MirrorSet &set, const MirrorObject &object) override;
    void visitObjects(const MirrorSet &set, const std::function<bool(const MirrorObject &)> &visit) override;
    void clearMarks(const MirrorSet &set) override { m_marks.remove(set.key); }
    void mark(const MirrorSet &set, qint64 row) override { m_marks[set.key].insert(row); }
    void visitUnmarked(const MirrorSet &set, const std::function<bool(const MirrorObject &)> &visit) override;

private:
    struct Data {
        MirrorState state;
        qint64 lastSet = 0;
        qint64 lastRow = 0;
        QMap<SetPath, MirrorSet> sets;
        QHash<qint64, QHash<ObjectId, MirrorObject>> objects;
    };
    Data m_data;
    std::optional<Data> m_before;
    QHash<qint64, QSet<qint64>> m_marks;
};

} // namespace GenMirror
