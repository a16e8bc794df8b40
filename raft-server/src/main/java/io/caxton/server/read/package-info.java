/** Reads that are current by proof, and lists pinned to one position. */
package io.caxton.server.read;
