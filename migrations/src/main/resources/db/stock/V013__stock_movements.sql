-- Its parameters change: what a unit cost depends on who asks.
DROP FUNCTION IF EXISTS stock.list_stock_movements;
