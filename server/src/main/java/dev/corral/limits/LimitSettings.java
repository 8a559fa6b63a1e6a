package dev.corral.limits;

/**
 * The limits of a server.
 *
 * @param plan what a tenant may ask that has no plan of its own
 * @param callsInFlightMax calls of all tenants together
 * @param queueMax calls that wait for a connection to the database
 * @param badCredentialsPerSecond calls without a valid credential from one address
 */
public record LimitSettings(
    Plan plan, int callsInFlightMax, int queueMax, int badCredentialsPerSecond) {}
