/**
 * Clients, pets, staff, rooms, devices and when they are there:
 * corral.directory.v1.DirectoryService on the SQL schema directory.
 */
package dev.corral.directory;
