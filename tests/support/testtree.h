#pragma once

#include "model/core/memorytreestorage.h"
#include "tests/support/updatetext.h"

#include <QTest>

namespace GenMirror::Test
{

inline ObjectId name(const char *text)
{
    return ObjectId::ofString(QString::fromUtf8(text));
}

inline SetPath path(std::initializer_list<const char *> names)
{
    SetPath path;
    for (const char *segment : names)
        path = path.child(name(segment));
    return path;
}

inline QByteArray object(const char *id, int value = 0)
{
    return QByteArray("{\"id\":\"") + id + "\",\"v\":" + QByteArray::number(value) + '}';
}

/// A tree in memory with short words for what tests do to it. Each word is one generation.
class TestTree
{
public:
    explicit TestTree(qint64 maximumRemovals = 99)
    {
        if (!GenerationalTree::initialize(storage, {}, maximumRemovals))
            qFatal("no tree");
    }
    void add(std::initializer_list<const char *> set, const char *id, int value = 0)
    {
        QVERIFY(tree.add(path(set), object(id, value)).has_value());
    }
    void remove(std::initializer_list<const char *> set, const char *id)
    {
        QVERIFY(tree.remove(path(set), name(id)).has_value());
    }
    void createSet(std::initializer_list<const char *> set, qint64 maximumRemovals = 99)
    {
        QVERIFY(tree.createSet(path(set), {}, maximumRemovals).has_value());
    }
    void removeSet(std::initializer_list<const char *> set)
    {
        QVERIFY(tree.removeSet(path(set)).has_value());
    }
    [[nodiscard]] QByteArray since(qint64 generation)
    {
        return answer({.since = {generation}, .collection = tree.state().value().collection});
    }
    [[nodiscard]] QByteArray answer(const UpdateRequest &request,
                                    GenerationalTree::Order order = GenerationalTree::Order::SetsLast)
    {
        UpdateText text;
        const auto told = tree.updates(request, text, order);
        if (!told)
            return "error: " + told.error().detail.toUtf8();
        header = *told;
        return text.text();
    }

    MemoryTreeStorage storage;
    GenerationalTree tree{storage};
    UpdateHeader header;
};

} // namespace GenMirror::Test
