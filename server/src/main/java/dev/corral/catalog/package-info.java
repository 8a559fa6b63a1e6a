/** What a clinic sells: corral.catalog.v1.CatalogService on the SQL schema catalog. */
package dev.corral.catalog;
