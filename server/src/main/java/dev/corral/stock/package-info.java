/** What is on the shelves: corral.stock.v1.StockService on the SQL schema stock. */
package dev.corral.stock;
