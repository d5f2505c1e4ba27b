sync_test(client_session_test integration genmirror_sync_client Qt6::Network)
target_compile_definitions(client_session_test PRIVATE GENMIRRORD="$<TARGET_FILE:genmirrord>")
add_dependencies(client_session_test genmirrord)
