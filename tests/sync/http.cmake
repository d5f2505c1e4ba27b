# The HTTP layer alone, behind handlers of the tests' own.
foreach(name connection stream)
  sync_test(http_${name}_test integration genmirror_test_server)
endforeach()
