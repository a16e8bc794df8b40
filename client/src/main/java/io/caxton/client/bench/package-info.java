/** The benchmark: the public client library against a running or a self-started cluster. */
package io.caxton.client.bench;
