SELECT row FROM documents WHERE set_key = ? AND document IN (SELECT rowid FROM texts WHERE texts MATCH ?) LIMIT ?
