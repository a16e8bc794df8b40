/** The agents' own event logs. */
package io.caxton.state.journal;
