// What random histories are made of: shared by the tests that play them.
#pragma once

#include "model/core/operation.h"

#include <rapidcheck.h>

#include <array>
#include <ostream>
#include <vector>

namespace GenMirror::Test
{

/// One step of a history, as numbers that shrink well; what they mean is decided by play().
struct Step {
    int kind = 0;
    int set = 0;
    int id = 0;
    int value = 0;
};

inline std::ostream &operator<<(std::ostream &out, const Step &step)
{
    return out << '{' << step.kind << ',' << step.set << ',' << step.id << ',' << step.value << '}';
}

inline SetPath pathOf(int number)
{
    const auto id = [](int n) { return ObjectId::ofInteger(n); };
    static const std::array paths{SetPath(),
                                  SetPath{id(1)},
                                  SetPath{id(2)},
                                  SetPath{id(1), id(2)},
                                  SetPath{id(1), id(2), id(3)},
                                  SetPath{id(2), id(1)}};
    return paths[size_t(number) % paths.size()];
}

inline Operation operationOf(const Step &step)
{
    const SetPath set = pathOf(step.set);
    // Ids 1 to 3 are also names of nested sets, so that objects and sets meet.
    const ObjectId id = ObjectId::ofInteger(step.id % 7 + 1);
    const QByteArray object =
        "{\"id\": " + id.toJson() + ", \"v\":" + QByteArray::number(step.value % 5) + "}";
    switch (step.kind % 16) {
    case 0:
    case 1:
        return {.kind = Operation::Kind::CreateSet, .set = set, .maximumRemovals = step.value % 4};
    case 2:
        return {.kind = Operation::Kind::RemoveSet, .set = set};
    case 3:
    case 4:
        return {.kind = Operation::Kind::Changed, .set = set, .object = object};
    case 5:
    case 6:
    case 7:
    case 8:
        return {.kind = Operation::Kind::Remove, .set = set, .id = id};
    default:
        return {.kind = Operation::Kind::Add, .set = set, .object = object};
    }
}

inline rc::Gen<std::vector<Step>> histories()
{
    const auto number = rc::gen::inRange(0, 256);
    return rc::gen::container<std::vector<Step>>(
        rc::gen::build<Step>(rc::gen::set(&Step::kind, number), rc::gen::set(&Step::set, number),
                             rc::gen::set(&Step::id, number), rc::gen::set(&Step::value, number)));
}

} // namespace GenMirror::Test
