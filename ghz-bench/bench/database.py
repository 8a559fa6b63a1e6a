"""psql on the embedded database, and what the benchmark asks of it."""

import os
import subprocess

import world


class Database:
    """One PostgreSQL, reached as its superuser on the loopback address."""

    def __init__(self, port):
        self.port = port
        self.environment = {
            **os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(port), "PGUSER": "postgres", "PGDATABASE": "postgres"
        }

    def run(self, *arguments, text=None):
        """Runs psql and returns what it prints; stops at the first error."""
        command = ["psql", "-qXAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", *arguments]
        done = subprocess.run(command, input=text, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"bench: psql failed:\n{done.stderr}")
        return done.stdout

    def rows(self, sql):
        return [line.split("\t") for line in self.run(text=sql).splitlines()]

    def value(self, sql):
        return self.rows(sql)[0][0]

    def violations(self):
        """What `corral verify` would print: every invariant that does not hold."""
        return self.run(text="SELECT * FROM kernel.verify_invariants()").splitlines()

    def size(self):
        """The size that was seeded; None before that."""
        if self.value("SELECT to_regclass('bench.setup') IS NULL") == "t":
            return None
        row = self.rows("SELECT clients, hot_clients, invoices, products, appointments FROM bench.setup")[0]
        return world.Size(*map(int, row))

    def first_slot(self):
        """Seconds since 1970 of step 0."""
        return int(self.value("SELECT extract(epoch FROM first_slot)::bigint FROM bench.setup"))

    def next_block(self):
        """The first slot of a block that nobody has used and that has not begun. Days gone by are left out."""
        sql = """
          SELECT setval('bench.block', greatest(nextval('bench.block'), 1 + ceil(
                   extract(epoch FROM now() - first_slot) / (50 * 900))::bigint)) FROM bench.setup"""
        block = int(self.value(sql))
        if block > 1_300:
            raise SystemExit("bench: all slots of this data folder are used; take a new one (--data)")
        return block * world.BLOCK
