SELECT collection, generation, digest FROM tree
