DELETE FROM idempotency WHERE number <= (SELECT max(number) FROM idempotency) - ?
