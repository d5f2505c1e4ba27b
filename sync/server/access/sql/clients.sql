SELECT id, tree, token, name, address, agent, collection, has, sent, bytes, first_seen, last_seen, transport FROM clients
