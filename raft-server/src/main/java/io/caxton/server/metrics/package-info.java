/** Dropwizard metrics, served to Prometheus. */
package io.caxton.server.metrics;
