/**
 * What every domain stands on: outcomes and refusals, who calls, and the one way to the database.
 *
 * <p>A store declares each database function once as a {@link dev.corral.kernel.SqlFunction} and
 * calls it through the {@link dev.corral.kernel.Lane}. Nothing else here knows SQL.
 */
package dev.corral.kernel;
