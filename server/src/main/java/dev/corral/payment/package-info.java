/** Invoices and money: corral.payment.v1.PaymentService on the SQL schema payment. */
package dev.corral.payment;
