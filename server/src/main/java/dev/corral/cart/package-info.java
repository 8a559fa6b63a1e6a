/** Carts and their checkout: corral.cart.v1.CartService on the SQL schema cart. */
package dev.corral.cart;
