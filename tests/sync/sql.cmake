sync_test(sql_log_test integration genmirror_sync_sql Qt6::Sql)
sync_test(sql_database_test integration genmirror_sync_sql Qt6::Sql)
