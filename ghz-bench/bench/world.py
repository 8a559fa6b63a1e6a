"""What seed.sql has made, by number: tenants, ids and slots, as its comments say. And request messages in protobuf's
wire format, written by hand: ghz takes them as they are, so that it has no JSON to read while it measures."""

import os
from dataclasses import dataclass

TENANTS = 100
STAFF = 20
BLOCK = 100_000  # slots of a block: 1,000 for each tenant, 50 steps of 15 minutes
STEP_SECONDS = 15 * 60
ACTOR = "00000000-0000-4000-8000-00000000000a"

STAFF_ID, CLIENT_ID, PET_ID, SERVICE_ID, PRODUCT_ID, GUEST_ID = 1, 2, 3, 4, 5, 7


@dataclass(frozen=True)
class Size:
    """How much of each thing a tenant has; hot_clients is how many clients the first tenant has instead."""

    clients: int
    hot_clients: int
    invoices: int
    products: int
    appointments: int


FULL = Size(clients=200, hot_clients=10_000, invoices=1_000, products=100, appointments=40)
QUICK = Size(clients=40, hot_clients=2_000, invoices=20, products=20, appointments=40)


def tenant(number):
    return f"b{number:02d}"


def identity(kind, tenant_number, n):
    return f"0000000{kind}-{tenant_number:04d}-4000-8000-{n:012d}"


def request_ids(count):
    """Random UUIDs, made from one read of random bytes."""
    digits = os.urandom(16 * count).hex()
    for i in range(0, 32 * count, 32):
        d = digits[i : i + 32]
        yield f"{d[:8]}-{d[8:12]}-4{d[13:16]}-8{d[17:20]}-{d[20:]}"


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def text(field, value):
    """A field of type string, bytes or message; shorter than 128 bytes."""
    raw = value.encode() if isinstance(value, str) else value
    return bytes((field << 3 | 2, len(raw))) + raw


def number(field, value):
    return bytes((field << 3,)) + varint(value)


def framed(message):
    """A message behind its length, as ghz reads many from one file."""
    return varint(len(message)) + message
