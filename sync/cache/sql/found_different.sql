-- The newest record ended at this generation, with another digest than the server has there.
UPDATE history SET verified = 0 WHERE id = (SELECT max(id) FROM history) AND collection = ? AND to_generation = ? AND digest <> ?
