#pragma once

#include "tests/faults/deed.h"

namespace GenMirror::Test
{

/// The deeds that a program of faults_test.cpp tries: what the server does to a tree's file, by SqlStorage
/// and the rule book (storagedeeds.cpp); what the whole server does to its data directory, asked over HTTP
/// (servicedeeds.cpp); what a mirror's process does to its cache (mirrordeeds.cpp).
[[nodiscard]] std::vector<Deed> deeds();

} // namespace GenMirror::Test
