SELECT count(*), (SELECT seq FROM sqlite_sequence WHERE name = 'documents') FROM documents
