function(sync_test name label)
  add_executable(${name} ${name}.cpp)
  target_link_libraries(${name} PRIVATE genmirror_options Qt6::Test ${ARGN})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 300)
endfunction()

sync_test(protocol_update_test unit genmirror_sync_protocol)
sync_test(protocol_batch_test unit genmirror_sync_protocol)
