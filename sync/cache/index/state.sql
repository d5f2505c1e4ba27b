SELECT contents FROM state
