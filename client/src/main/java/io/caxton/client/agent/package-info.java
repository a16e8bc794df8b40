/**
 * The agent SDK: registers, keeps the lease, takes granted tasks, runs their handlers on virtual
 * threads, stops them in time when the lease is in doubt, and reports with the fence.
 */
package io.caxton.client.agent;
