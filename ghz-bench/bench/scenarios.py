"""What is measured: for each RPC the messages that ghz sends, the script that pgbench runs on the same function, and
what has to be put in place before a slice. Call i of a slice is the same thing for both."""

import random
import time
from dataclasses import dataclass
from typing import Callable, Optional

from world import (BLOCK, CLIENT_ID, GUEST_ID, PET_ID, SERVICE_ID, STAFF, STAFF_ID, STEP_SECONDS, TENANTS, framed,
                   identity, number, request_ids, text, varint)

WHO = "bench.tenant(:t), bench.actor(), 'ADMIN'"
WRITER = WHO + ", gen_random_uuid(), bench.hash()"
EXPECT = "SELECT bench.expect(r.outcome, 'OK') FROM "


@dataclass(frozen=True)
class Scenario:
    """One RPC under load.

    run_length: calls in a row that are of one tenant, 1 or 10; None: all are of the first tenant.
    limit: how many calls a slice has at most, since each uses something up; None: no limit but that of a block.
    guess: calls a second, before anything is known.
    """

    name: str
    title: str
    rpc: str
    function: str
    messages: Callable
    pgbench: str
    run_length: Optional[int] = 1
    limit: Callable = lambda size: None
    prepare: Callable = lambda ground, count: None
    uses_slots: bool = False
    statuses: tuple = ("OK",)
    guess: int = 2_000


class Ground:
    """The seeded database, and what the messages need to know of it; read once."""

    def __init__(self, database):
        self.database = database
        self.size = database.size()
        self.first_slot = database.first_slot()
        self._invoices = None

    @property
    def invoices(self):
        if self._invoices is None:
            self._invoices = [row[0] for row in self.database.rows("SELECT invoice_id FROM bench.invoice ORDER BY n")]
        return self._invoices


def start_time(ground, step):
    return b"\x08" + varint(ground.first_slot + step * STEP_SECONDS)


def book(ground, base, count):
    for i, request_id in enumerate(request_ids(count)):
        t, k = i % TENANTS, (base + i) // TENANTS
        member = 1 + k % STAFF
        yield framed(text(1, request_id) + text(2, identity(PET_ID, t, member)) + text(3, identity(SERVICE_ID, t, 1))
                     + text(4, start_time(ground, k // STAFF)) + text(6, identity(STAFF_ID, t, member)))


BOOK = EXPECT + f"""booking.book_appointment_atomic({WRITER}, bench.id(3, :t, :m), ARRAY[bench.id(4, :t, 1)],
  to_timestamp(:at), NULL, bench.id(1, :t, :m), NULL, '', NULL) AS r;
"""
SLOT = """\\set m 1 + (:g / 100) % 20
\\set at :first_slot + (:g / 2000) * 900
"""


def book_one_slot(ground, base, count):
    """Ten calls in a row, each for another pet, want one slot."""
    for i, request_id in enumerate(request_ids(count)):
        t, step = i // 10 % TENANTS, i // 1000
        yield framed(text(1, request_id) + text(2, identity(PET_ID, t, 21 + i % 10))
                     + text(3, identity(SERVICE_ID, t, 1)) + text(4, start_time(ground, base // 2000 + step))
                     + text(6, identity(STAFF_ID, t, 1 + step % STAFF)))


BOOK_ONE_SLOT = """\\set m 1 + (:k / 1000) % 20
\\set p 21 + :k % 10
\\set at :first_slot + (:base / 2000 + :k / 1000) * 900
""" + BOOK.replace("bench.id(3, :t, :m)", "bench.id(3, :t, :p)").replace("'OK'", "'OK', 'STAFF_BUSY'")


def reschedule(ground, base, count):
    """Every appointment once, to a new slot of the same staff member."""
    rows = ground.database.rows(f"""
      SELECT a.appointment_id, a.version FROM bench.appointment AS b
        JOIN booking.appointment AS a USING (tenant_id, appointment_id) WHERE b.n < {count} ORDER BY b.n""")
    for i, (request_id, (appointment_id, version)) in enumerate(zip(request_ids(count), rows)):
        t, k = i % TENANTS, (base + i) // TENANTS
        yield framed(text(1, request_id) + text(2, appointment_id) + number(3, int(version))
                     + text(4, start_time(ground, k // STAFF)) + text(6, identity(STAFF_ID, t, 1 + k % STAFF)))


RESCHEDULE = SLOT + EXPECT + """bench.appointment AS b
  JOIN booking.appointment AS a ON a.tenant_id = b.tenant_id AND a.appointment_id = b.appointment_id,
  LATERAL booking.reschedule_appointment_atomic(a.tenant_id, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(),
    a.appointment_id, a.version, to_timestamp(:at), NULL, bench.id(1, :t, :m), NULL, NULL) AS r WHERE b.n = :k;
"""

MONEY = text(1, "PYG") + number(2, 1)


def pay(ground, base, count):
    """One guaraní of an invoice drawn at random."""
    for i, request_id in enumerate(request_ids(count)):
        invoice_id = ground.invoices[random.randrange(ground.size.invoices) * TENANTS + i % TENANTS]
        yield framed(text(1, request_id) + text(2, invoice_id) + text(3, MONEY) + text(4, "cash"))


def pay_one(ground, base, count):
    for request_id in request_ids(count):
        yield framed(text(1, request_id) + text(2, ground.invoices[0]) + text(3, MONEY) + text(4, "cash"))


PAY = "\\set v random(0, :invoices - 1) * 100 + :t\n" + EXPECT + """bench.invoice AS i,
  LATERAL payment.record_invoice_payment(i.tenant_id, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(),
    i.invoice_id, 'PYG', 1, 'cash', '', false) AS r WHERE i.n = :v;
"""
PAY_ONE = PAY.replace("random(0, :invoices - 1) * 100 + :t", "0")


def fill_carts(ground, count):
    """Five lines in the carts that are checked out next; past the functions, so that it takes no time."""
    ground.database.run("-v", f"count={count}", text="""
      DELETE FROM cart.line WHERE tenant_id BETWEEN 'b00' AND 'b99';
      INSERT INTO cart.cart (tenant_id, owner_id, guest, version)
      SELECT bench.tenant(i % 100), bench.id(2, i % 100, 1 + i / 100), false, 1 FROM generate_series(0, :count - 1) AS i
          ON CONFLICT ON CONSTRAINT cart_pkey DO UPDATE SET version = 1;
      INSERT INTO cart.line
      SELECT bench.tenant(i % 100), bench.id(2, i % 100, 1 + i / 100), false, 'PRODUCT',
             bench.id(5, i % 100, 1 + (i / 100 * 5 + j) % s.products), '',
             '00000000-0000-0000-0000-000000000000', 1, '', j + 1
        FROM bench.setup AS s, generate_series(0, :count - 1) AS i, generate_series(0, 4) AS j;""")


def fill_hot_carts(ground, count):
    """One line, of the first product, in carts of the first tenant."""
    ground.database.run("-v", f"count={count}", text="""
      DELETE FROM cart.line WHERE tenant_id BETWEEN 'b00' AND 'b99';
      INSERT INTO cart.cart (tenant_id, owner_id, guest, version)
      SELECT 'b00', bench.id(2, 0, 1 + i), false, 1 FROM generate_series(0, :count - 1) AS i
          ON CONFLICT ON CONSTRAINT cart_pkey DO UPDATE SET version = 1;
      INSERT INTO cart.line
      SELECT 'b00', bench.id(2, 0, 1 + i), false, 'PRODUCT', bench.id(5, 0, 1), '',
             '00000000-0000-0000-0000-000000000000', 1, '', 1
        FROM generate_series(0, :count - 1) AS i;""")


def fill_guest_carts(ground, count):
    """Five lines in each guest's cart, three in the client's that it is merged into, two of them the same."""
    ground.database.run("-v", f"count={count}", text="""
      DELETE FROM cart.line WHERE tenant_id BETWEEN 'b00' AND 'b99';
      INSERT INTO cart.cart (tenant_id, owner_id, guest, version)
      SELECT bench.tenant(i % 100), bench.id(CASE WHEN g THEN 7 ELSE 2 END, i % 100, 1 + i / 100), g, 1
        FROM generate_series(0, :count - 1) AS i, (VALUES (false), (true)) AS v (g)
          ON CONFLICT ON CONSTRAINT cart_pkey DO UPDATE SET version = 1;
      INSERT INTO cart.line
      SELECT bench.tenant(i % 100), bench.id(CASE WHEN g THEN 7 ELSE 2 END, i % 100, 1 + i / 100), g, 'PRODUCT',
             bench.id(5, i % 100, 1 + (i / 100 * 5 + j) % s.products), '',
             '00000000-0000-0000-0000-000000000000', 1, '', j + 1
        FROM bench.setup AS s, generate_series(0, :count - 1) AS i, (VALUES (false, 3, 5), (true, 0, 4)) AS v (g, a, z),
             LATERAL generate_series(a, z) AS j;""")


def checkout(ground, base, count):
    for i, request_id in enumerate(request_ids(count)):
        client_id = identity(CLIENT_ID, i % TENANTS, 1 + i // TENANTS)
        yield framed(text(1, request_id) + text(2, client_id) + number(3, 1) + number(4, 5_500))


def checkout_hot(ground, base, count):
    for i, request_id in enumerate(request_ids(count)):
        yield framed(text(1, request_id) + text(2, identity(CLIENT_ID, 0, 1 + i)) + number(3, 1) + number(4, 1_100))


CHECKOUT = EXPECT + f"cart.process_checkout({WRITER}, bench.id(2, :t, 1 + :n), 1, 5500, NULL, '') AS r;\n"
CHECKOUT_HOT = CHECKOUT.replace("1 + :n", "1 + :k").replace("5500", "1100")


def merge(ground, base, count):
    for i, request_id in enumerate(request_ids(count)):
        t, n = i % TENANTS, 1 + i // TENANTS
        yield framed(text(1, request_id) + text(2, identity(CLIENT_ID, t, n)) + text(3, identity(GUEST_ID, t, n)))


MERGE = EXPECT + f"""cart.merge_cart_atomic({WRITER}, bench.id(2, :t, 1 + :n), bench.id(7, :t, 1 + :n), NULL,
  'LARGER') AS r;
"""


def list_slots(ground, base, count):
    """One day of one week, three staff members, every half hour."""
    days = [time.gmtime(ground.first_slot + day * 86_400) for day in range(7)]
    dates = [text(5, d) + text(6, d) for d in (number(1, d.tm_year) + number(2, d.tm_mon) + number(3, d.tm_mday)
                                                for d in days)]
    for i in range(count):
        t, first = i % TENANTS, random.randrange(STAFF - 2)
        members = b"".join(text(2, identity(STAFF_ID, t, 1 + first + m)) for m in range(3))
        yield framed(text(1, identity(SERVICE_ID, t, 1)) + members + random.choice(dates) + number(7, 30))


LIST_SLOTS = """\\set m random(1, 18)
\\set day :first_slot + random(0, 6) * 86400
""" + EXPECT + f"""booking.list_available_slots({WHO}, ARRAY[bench.id(4, :t, 1)],
  ARRAY[bench.id(1, :t, :m), bench.id(1, :t, :m + 1), bench.id(1, :t, :m + 2)], NULL, NULL,
  (to_timestamp(:day) AT TIME ZONE 'UTC')::date, (to_timestamp(:day) AT TIME ZONE 'UTC')::date, 30) AS r;
"""


def get_appointment(ground, base, count):
    rows = [row[0] for row in ground.database.rows("SELECT appointment_id FROM bench.appointment ORDER BY n")]
    for i in range(count):
        yield framed(text(1, rows[random.randrange(ground.size.appointments) * TENANTS + i % TENANTS]))


GET_APPOINTMENT = "\\set v random(0, :appointments - 1) * 100 + :t\n" + EXPECT + """bench.appointment AS a,
  LATERAL booking.get_appointment(a.tenant_id, bench.actor(), 'ADMIN', a.appointment_id) AS r WHERE a.n = :v;
"""


def get_cart(ground, base, count):
    for i in range(count):
        client_id = identity(CLIENT_ID, i % TENANTS, 1 + random.randrange(ground.size.clients))
        yield framed(text(1, text(1, client_id)))


GET_CART = "\\set c random(1, :clients_seeded)\n" + EXPECT + f"cart.get_cart({WHO}, bench.id(2, :t, :c), false) AS r;\n"

BOOKING, PAYMENT, CART = "corral.booking.v1.BookingService.", "corral.payment.v1.PaymentService.", \
    "corral.cart.v1.CartService."
EACH_CART = {"limit": lambda size: size.clients * TENANTS, "guess": 400}

ALL = [
    Scenario("book", "Book distinct slots", BOOKING + "BookAppointment", "booking.book_appointment_atomic", book,
             SLOT + BOOK, uses_slots=True),
    Scenario("book-one-slot", "Book one slot, 10 callers each", BOOKING + "BookAppointment",
             "booking.book_appointment_atomic", book_one_slot, BOOK_ONE_SLOT, run_length=10, uses_slots=True,
             limit=lambda size: BLOCK // 2, statuses=("OK", "FailedPrecondition")),
    Scenario("reschedule", "Reschedule", BOOKING + "RescheduleAppointment", "booking.reschedule_appointment_atomic",
             reschedule, RESCHEDULE, limit=lambda size: size.appointments * TENANTS, uses_slots=True, guess=800),
    Scenario("pay", "Pay random invoices", PAYMENT + "RecordInvoicePayment", "payment.record_invoice_payment", pay,
             PAY),
    Scenario("pay-one", "Pay one invoice", PAYMENT + "RecordInvoicePayment", "payment.record_invoice_payment", pay_one,
             PAY_ONE, run_length=None),
    Scenario("checkout", "Checkout of 5 lines", CART + "Checkout", "cart.process_checkout", checkout, CHECKOUT,
             prepare=fill_carts, **EACH_CART),
    Scenario("checkout-hot", "Checkout of one hot product", CART + "Checkout", "cart.process_checkout", checkout_hot,
             CHECKOUT_HOT, run_length=None, prepare=fill_hot_carts, limit=lambda size: size.hot_clients, guess=400),
    Scenario("merge", "Merge carts", CART + "MergeCart", "cart.merge_cart_atomic", merge, MERGE,
             prepare=fill_guest_carts, **EACH_CART),
    Scenario("list-slots", "List slots", BOOKING + "ListAvailableSlots", "booking.list_available_slots", list_slots,
             LIST_SLOTS, guess=400),
    Scenario("get-appointment", "Read an appointment", BOOKING + "GetAppointment", "booking.get_appointment",
             get_appointment, GET_APPOINTMENT, guess=5_000),
    Scenario("get-cart", "Read a cart of 5 lines", CART + "GetCart", "cart.get_cart", get_cart, GET_CART, prepare=(
        lambda ground, count: fill_carts(ground, ground.size.clients * TENANTS)), guess=1_000),
]
BY_NAME = {scenario.name: scenario for scenario in ALL}

# A clinic's day: 70 % reads. Shares of the calls in per cent.
DAY = {"get-appointment": 30, "get-cart": 25, "list-slots": 15, "book": 12, "pay": 10, "checkout": 5, "reschedule": 3}
READS = ("get-appointment", "get-cart", "list-slots")
