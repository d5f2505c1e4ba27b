sync_test(server_storage_test integration genmirror_sync_server)
target_sources(server_storage_test PRIVATE ../support/vectors.cpp)
target_compile_definitions(server_storage_test PRIVATE VECTORS="${CMAKE_SOURCE_DIR}/tests/data/zc-generationalset-vectors.json")
sync_test(server_datadirectory_test integration genmirror_sync_server_store)
sync_test(server_store_test integration genmirror_sync_server_store)
sync_test(server_taskpool_test unit genmirror_sync_server_store)
sync_test(server_waiters_test unit genmirror_sync_server_push)
sync_test(server_compared_test integration genmirror_sync_server)
sync_test(server_program_test integration genmirror_sync_protocol Qt6::Network)
target_compile_definitions(server_program_test PRIVATE GENMIRRORD="$<TARGET_FILE:genmirrord>")
add_dependencies(server_program_test genmirrord)

sync_test(server_settings_test integration)
target_compile_definitions(server_settings_test PRIVATE GENMIRRORD="$<TARGET_FILE:genmirrord>"
  SETTINGS_DOCUMENT="${CMAKE_SOURCE_DIR}/docs/genmirrord.md")
add_dependencies(server_settings_test genmirrord)
sync_test(server_tls_test integration genmirror_sync_client genmirror_sync_protocol Qt6::Network)
target_compile_definitions(server_tls_test PRIVATE GENMIRRORD="$<TARGET_FILE:genmirrord>")
add_dependencies(server_tls_test genmirrord)

# The server inside the test's process, spoken to byte by byte.
add_library(genmirror_test_server STATIC
  ${CMAKE_SOURCE_DIR}/tests/support/rawhttp.cpp ${CMAKE_SOURCE_DIR}/tests/support/rawhttp.h
  ${CMAKE_SOURCE_DIR}/tests/support/testserver.h)
target_link_libraries(genmirror_test_server
  PUBLIC genmirror_sync_server Qt6::Network PRIVATE genmirror_options ZLIB::ZLIB)
genmirror_headers(genmirror_test_server core)
foreach(name updates objects conditions batch catalogue trees vectors events history clock access admission origins permits limits admin backup hostile damage brokenfiles files disks readers)
  sync_test(server_${name}_test integration genmirror_test_server)
endforeach()
target_compile_definitions(server_hostile_test PRIVATE CORPUS="${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/request")
target_compile_definitions(server_access_test PRIVATE ACCESS_DOCUMENT="${CMAKE_SOURCE_DIR}/docs/access.md")
target_link_libraries(server_admin_test PRIVATE genmirror_sync_sql)
target_link_libraries(server_damage_test PRIVATE Qt6::Sql)
target_link_libraries(server_brokenfiles_test PRIVATE Qt6::Sql)
target_link_libraries(server_files_test PRIVATE Qt6::Sql)
foreach(name server_files_test server_disks_test)
  target_compile_definitions(${name} PRIVATE GENMIRRORD="$<TARGET_FILE:genmirrord>")
  add_dependencies(${name} genmirrord)
endforeach()
target_sources(server_vectors_test PRIVATE ../support/vectors.cpp)
target_compile_definitions(server_vectors_test PRIVATE VECTORS="${CMAKE_SOURCE_DIR}/tests/data/zc-generationalset-vectors.json")

# Holds the running server to docs/openapi.yaml: every documented answer is provoked, no other is given.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME server_openapi_test
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/server_openapi_test.py
    $<TARGET_FILE:genmirrord> ${CMAKE_SOURCE_DIR}/docs/openapi.yaml)
set_tests_properties(server_openapi_test PROPERTIES LABELS integration TIMEOUT 120)
