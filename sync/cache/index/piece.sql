SELECT contents FROM pieces WHERE number = ?
