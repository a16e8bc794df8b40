/** How a call is refused, before anything speaks gRPC. */
package io.caxton.server.error;
