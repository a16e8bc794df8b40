/** When schedules are due: computed here, by the leader, with the rules of time zones. */
package io.caxton.server.schedule;
