/** Configuration from file, environment and flags, checked once at start. */
package io.caxton.server.config;
