/** The clinics and their settings: corral.tenant.v1.TenantService on the SQL schema tenant. */
package dev.corral.tenant;
