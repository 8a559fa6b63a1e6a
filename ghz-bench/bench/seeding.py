"""Fills a new database through the functions, several sessions at once."""

import pathlib
import subprocess
import time

import world

SESSIONS = 4
SEED = pathlib.Path(__file__).with_name("seed.sql")
FIXTURES = pathlib.Path(__file__).with_name("fixtures.sql")


def seed(database, size):
    """Seeds unless that is done; refuses a database that holds another size."""
    found = database.size()
    if found not in (None, size):
        raise SystemExit(f"bench: the data folder was seeded with another size ({found}); take a new one (--data)")
    whole = "SELECT count(DISTINCT tenant_id) FROM bench.appointment"
    if found == size and int(database.value(whole)) == world.TENANTS:
        database.run("-f", str(FIXTURES))
        return
    if found is not None:
        raise SystemExit("bench: an earlier seeding of the data folder was cut short; take a new one (--data)")
    started = time.monotonic()
    settings = [f"{name}={value}" for name, value in vars(size).items()]
    database.run(*(word for setting in settings for word in ("-v", setting)), "-f", str(SEED))
    each = world.TENANTS // SESSIONS
    sessions = [
        subprocess.Popen(
            ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", f"CALL bench.seed_tenants({first}, {first + each - 1})"],
            env=database.environment)
        for first in range(0, world.TENANTS, each)
    ]
    if any([session.wait() for session in sessions]):
        raise SystemExit("bench: seeding failed")
    used = -(-size.appointments * world.TENANTS // world.BLOCK)
    database.run(text=f"SELECT setval('bench.block', {max(1, used)}); VACUUM ANALYZE;")
    database.run("-f", str(FIXTURES))
    print(f"seeded 100 tenants, {world.TENANTS * world.STAFF:,} staff, {world.TENANTS * size.invoices:,} invoices, "
          f"{world.TENANTS * size.products:,} products in {time.monotonic() - started:.0f} s", flush=True)
