/** One step of an agent, all or nothing. */
package io.caxton.state.commit;
