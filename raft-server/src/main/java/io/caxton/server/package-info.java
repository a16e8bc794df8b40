/** One node: the public gRPC services, admission, consensus, storage, health and metrics. */
package io.caxton.server;
