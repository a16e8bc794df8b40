/** The routing table: names that lead to agents, capabilities or queues. */
package io.caxton.state.route;
