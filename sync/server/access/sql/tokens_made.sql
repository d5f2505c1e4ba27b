SELECT count(*) FROM audit WHERE action = 'make-token'
