DELETE FROM clients
