SELECT freelist_count, auto_vacuum FROM pragma_freelist_count(), pragma_auto_vacuum()
