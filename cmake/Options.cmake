# What every target of ours is compiled with: one INTERFACE target carries it.
option(GENMIRROR_WERROR "Treat warnings as errors" ON)
set(GENMIRROR_SANITIZE "" CACHE STRING "Sanitizers for all targets, e.g. address,undefined or thread")
option(GENMIRROR_COVERAGE "Instrument for gcov" OFF)
option(GENMIRROR_FUZZ "Build tests/fuzz for libFuzzer; needs Clang" OFF)

find_program(CCACHE ccache)
if(CCACHE) # with what it needs to see through precompiled headers, and a little for headers as new as a checkout's
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()
find_program(LLD ld.lld)
if(LLD) # a quarter of the time of GNU ld
  add_link_options(-fuse-ld=lld)
endif()

add_library(genmirror_options INTERFACE)
target_include_directories(genmirror_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(genmirror_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_USE_QSTRINGBUILDER
  QT_DISABLE_DEPRECATED_BEFORE=0x060400 QT_NO_KEYWORDS
  GENMIRROR_VERSION="${PROJECT_VERSION}"
  $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
target_compile_options(genmirror_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
  -Wno-missing-field-initializers # designated initialisers leave out what has a default
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> # GCC 12 warns of std::optional of Qt containers without a cause
  -fstack-protector-strong
  $<$<BOOL:${GENMIRROR_WERROR}>:-Werror>)
target_link_options(genmirror_options INTERFACE -Wl,-z,relro,-z,now)
# The sources of tests run once and are compiled often: without optimisation in a third of the time. What they test has it.
add_library(genmirror_test_options INTERFACE)
target_link_libraries(genmirror_test_options INTERFACE genmirror_options)
target_compile_options(genmirror_test_options INTERFACE -O0 -U_FORTIFY_SOURCE)
if(CMAKE_CXX_COMPILER_ID STREQUAL Clang) # these two complain of Qt's own code; the list names what else is not ours
  set(of_clang -fno-sanitize=vptr,function -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/tests/fuzz/ignored.txt)
endif()
if(GENMIRROR_SANITIZE)
  target_compile_options(genmirror_options INTERFACE
    -fsanitize=${GENMIRROR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all ${of_clang})
  if(GENMIRROR_SANITIZE STREQUAL "thread")
    target_compile_options(genmirror_options INTERFACE -Wno-tsan) # Boost fences; GCC warns of each
  endif()
  target_link_options(genmirror_options INTERFACE -fsanitize=${GENMIRROR_SANITIZE} ${of_clang})
endif()
if(GENMIRROR_FUZZ)
  set(GENMIRROR_FUZZ_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all ${of_clang})
  target_compile_options(genmirror_options INTERFACE
    -fsanitize=fuzzer-no-link ${GENMIRROR_FUZZ_SANITIZERS} -fno-omit-frame-pointer)
  target_link_options(genmirror_options INTERFACE ${GENMIRROR_FUZZ_SANITIZERS})
endif()
if(GENMIRROR_COVERAGE)
  target_compile_options(genmirror_options INTERFACE --coverage)
  target_link_options(genmirror_options INTERFACE --coverage)
endif()

# genmirror_room(<name> SOURCES ... LINK ... [PRIVATE_LINK ...] [HEADERS core|widgets]): a room is a static library.
function(genmirror_room name)
  cmake_parse_arguments(ROOM "" "HEADERS" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(${name} PUBLIC ${ROOM_LINK} PRIVATE genmirror_options ${ROOM_PRIVATE_LINK})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  if(NOT ROOM_HEADERS)
    set(ROOM_HEADERS core)
  endif()
  genmirror_headers(${name} ${ROOM_HEADERS})
endfunction()
