/**
 * The client library: sessions, retries, agents, tasks and messages over the public gRPC services.
 */
package io.caxton.client;
