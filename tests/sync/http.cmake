# The HTTP layer alone, behind handlers of the tests' own.
foreach(name admission budget connection permit spool stream tls)
  sync_test(http_${name}_test integration genmirror_test_server)
endforeach()
