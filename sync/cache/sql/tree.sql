SELECT tree FROM state
