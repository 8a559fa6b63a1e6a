/**
 * How much each tenant, each address and all of them together may ask of a server. Nothing here
 * waits.
 */
package dev.corral.limits;
