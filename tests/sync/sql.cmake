sync_test(sql_log_test integration genmirror_sync_sql Qt6::Sql)
