"""Comparisons inside the database, by pgbench alone: with other ways of writing a function, and as tables grow."""

from dataclasses import replace
from statistics import median

import scenarios
import world
from pgbench import PgBench

CALLERS = 64
# Slots of one staff member that move on: two callers want each, so half of the calls find it taken.
MOVING = """\\set p 31 + :k % 2
\\set at :first_slot + (:base + :k / 2) * 900
"""
BOOKED = "bench.expect(r.outcome, 'OK', 'STAFF_BUSY', 'PET_BUSY')"
CORRAL_WAY = MOVING + f"""SELECT {BOOKED} FROM booking.book_appointment_atomic('b00', bench.actor(), 'ADMIN',
  gen_random_uuid(), bench.hash(), bench.id(3, 0, :p), ARRAY[bench.id(4, 0, 1)], to_timestamp(:at), NULL,
  bench.id(1, 0, 21), NULL, '', NULL) AS r;
"""
LOCK_FIRST = MOVING + """SELECT bench.expect(bench.book_lock_first('b00', bench.id(3, 0, :p), bench.id(4, 0, 1),
  to_timestamp(:at), bench.id(1, 0, 21)), 'OK', 'STAFF_BUSY', 'PET_BUSY');
"""
BARE_PAY = "\\set v random(0, :invoices - 1) * 100 + :t\n" + """SELECT bench.expect(r.outcome, 'OK')
  FROM bench.invoice AS i, LATERAL bench.record_payment_bare(i.tenant_id, i.invoice_id, 1, 'cash') AS r WHERE i.n = :v;
"""


def variant(base, name, script):
    return replace(base, name=name, pgbench=script)


def fixtures(database, plan):
    """Interleaved rounds of each pair; lines of the report."""
    bench = PgBench(scenarios.Ground(database))
    book, pay = scenarios.BY_NAME["book"], scenarios.BY_NAME["pay"]
    accepted = {"Corral": [], "lock first": []}
    rates = {"Corral": [], "bare": []}
    ways = {"Corral": variant(book, "moving", CORRAL_WAY), "lock first": variant(book, "lock-first", LOCK_FIRST)}
    payments = {"Corral": pay, "bare": variant(pay, "bare", BARE_PAY)}
    for _ in range(plan.rounds):
        for name, scenario in ways.items():
            accepted[name].append(moving(database, bench, scenario, plan.seconds))
        for name, scenario in payments.items():
            rates[name].append(bench.slice([(scenario, 1)], 8, plan.seconds, None, 0)[0])
    times = median(x / y for x, y in zip(accepted["Corral"], accepted["lock first"]))
    cost = 1 - median(x / y for x, y in zip(rates["Corral"], rates["bare"]))
    ours, theirs = (f"{median(accepted[name]):,.0f}" for name in accepted)
    safe, bare = (f"{median(rates[name]):,.0f}" for name in rates)
    return [
        f"- Moving slots of one staff member, {CALLERS} callers: {ours} bookings a second were accepted, {theirs} when "
        f"the staff member is locked first: {times:.1f} times as many (goal: 3).",
        f"- `payment.record_invoice_payment`, 8 clients: {safe} calls a second, {bare} without the stored answer, the "
        f"audit and the owner's rights: safety costs {100 * cost:.0f} % of the bare rate (goal: at most 30 %).",
    ]


def moving(database, bench, scenario, seconds):
    """Bookings accepted a second, on slots that nobody has asked for yet."""
    calls = 20 * CALLERS * max(1, round(seconds))
    step = int(database.value(f"""
      UPDATE bench.moving SET step = greatest(step, (extract(epoch FROM now() - s.first_slot) / 900)::integer + 10)
                                     + {calls} FROM bench.setup AS s RETURNING step - {calls}"""))
    count = "SELECT count(*) FROM booking.appointment WHERE tenant_id = 'b00' AND staff_id = bench.id(1, 0, 21)"
    before = int(database.value(count))
    rate, _ = bench.slice([(scenario, 1)], CALLERS, seconds, calls, step)
    return (int(database.value(count)) - before) / (calls / rate)


CREATE_INVOICE = scenarios.EXPECT + f"""payment.create_invoice({scenarios.WRITER}, bench.id(2, :t, 1 + :k % 20),
  '[{{"description": "Care", "quantity": 1, "unit_price_minor": 1000, "tax_rate_bp": 1000}}]', 0, 0, 'A', NULL, '',
  true) AS r;
"""
RECEIVE_STOCK = scenarios.EXPECT + f"""stock.receive_stock({scenarios.WRITER},
  jsonb_build_array(jsonb_build_object('product_id', bench.id(5, :t, 1 + :k % 20), 'quantity', 1, 'lot_code', '')),
  'main', '', '') AS r;
"""


def growth(database, rows_max):
    """What a call costs, in ms, when its table holds 10^4 rows and more; 4 clients. The functions make it grow."""
    bench = PgBench(scenarios.Ground(database))
    book = scenarios.BY_NAME["book"]
    calls = {"book": book, "create-invoice": variant(book, "create-invoice", CREATE_INVOICE),
             "receive-stock": variant(book, "receive-stock", RECEIVE_STOCK),
             "pay": scenarios.BY_NAME["pay"], "get-appointment": scenarios.BY_NAME["get-appointment"]}
    lines, rows = ["| rows of each table | " + " | ".join(f"{c} ms" for c in calls) + " |",
                   "| ---: |" + " ---: |" * len(calls)], 10_000
    while rows <= rows_max:
        for table, name in (("booking.appointment", "book"), ("payment.invoice", "create-invoice"),
                            ("stock.movement", "receive-stock")):
            grow(database, bench, calls[name], table, rows)
        database.run(text="VACUUM ANALYZE; CHECKPOINT")
        costs = []
        for name, scenario in calls.items():
            base = database.next_block()
            rate = median(bench.slice([(scenario, 1)], 4, 3, 4_000, base + i * 4_000)[0] for i in range(3))
            costs.append(4_000 / rate)
        lines.append(f"| {rows:,} | " + " | ".join(f"{cost:.2f}" for cost in costs) + " |")
        print(lines[-1], flush=True)
        rows *= 10
    violations = database.violations()
    lines += ["", f"Milliseconds of a call with 4 clients. Violated invariants: {len(violations)}."]
    return lines


def grow(database, bench, scenario, table, rows):
    """Calls until the table holds so many rows, a block of slots at a time."""
    while (missing := rows - int(database.value(f"SELECT count(*) FROM {table}"))) > 0:
        calls = min(world.BLOCK, max(missing, 8))
        bench.slice([(scenario, 1)], 8, 0, calls, database.next_block())
