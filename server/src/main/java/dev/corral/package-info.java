/**
 * The server: its command line ({@link dev.corral.Main}), its settings ({@link dev.corral.Config})
 * and the place where all parts are made ({@link dev.corral.App}).
 */
package dev.corral;
