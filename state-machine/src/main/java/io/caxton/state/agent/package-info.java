/** The agent registry: identity, lease and epoch. */
package io.caxton.state.agent;
