"""What is old is one rule, in four statements on three tables: they have to say the same.

Usage: check_ages.py. It compares the comment above each (or "Old as in" another), and the expression of the newest that is old, with the table and
the column that orders it taken out.
"""
import pathlib
import re
import sys

SQL = pathlib.Path(__file__).parents[2] / "sync/server/store/sqlite/sql"
STATEMENTS = {  # table, and the column that orders it
    "idempotency_prune": ("idempotency", "number"),
    "idempotency_find": ("idempotency", "number"),
    "prune_history": ("history", "number"),
    "newest_older": ("transactions", "last"),
}


def rule_of(text, table, order):
    """The comment and the subselect from `coalesce((SELECT …` to its end, whatever is around it."""
    comment = "\n".join(line for line in text.splitlines() if line.startswith("--"))
    if comment == "-- Old as in idempotency_prune.":
        comment = (SQL / "idempotency_prune.sql").read_text(encoding="utf-8").split("\nDELETE")[0]
    statement = " ".join(line for line in text.splitlines() if not line.startswith("--"))
    found = re.search(rf"coalesce\(\(SELECT {order} FROM {table} WHERE at < \?1.*LIMIT 1\), 0\)", statement)
    if not found:
        return None
    return comment, re.sub(rf"\b{table}\b", "TABLE", re.sub(rf"\b{order}\b", "ORDER_", found.group()))


def main():
    rules = {}
    for name, (table, order) in STATEMENTS.items():
        rule = rule_of((SQL / f"{name}.sql").read_text(encoding="utf-8"), table, order)
        rules.setdefault(rule, []).append(name)
    others = [path.stem for path in SQL.glob("*.sql")
              if re.search(r"\bat < \?", path.read_text(encoding="utf-8")) and path.stem not in STATEMENTS]
    if None in rules or len(rules) != 1:
        sys.exit(f"what is old is not the same everywhere: {list(rules.values())}")
    if others:
        sys.exit(f"statements that go by age and are not in this check: {others}")
    print(f"{len(STATEMENTS)} statements say the same of what is old")


if __name__ == "__main__":
    main()
