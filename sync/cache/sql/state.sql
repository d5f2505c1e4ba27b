SELECT collection, generation, digest, catching_up, base FROM state
