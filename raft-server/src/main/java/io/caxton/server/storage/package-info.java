/** The data directory: whose it is, who uses it, how full its disk is. */
package io.caxton.server.storage;
