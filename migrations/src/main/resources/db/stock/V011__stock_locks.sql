-- Their parameters or what they return changes: the lock of stock tells the instant that a call counts with.
DROP FUNCTION IF EXISTS
  stock.lock_items, stock.make_items, stock.free_expired, stock.lock_for_sale, stock.plan_transfer, cart.lock_checkout;
