/**
 * What an agent with a memory is made of: its state and how events change it, replay and its check,
 * steps, and when to save a checkpoint. Nothing here talks to a cluster.
 */
package io.caxton.client.agent.state;
