/** Tasks that are submitted by themselves: what schedules are, and what becomes of an instant. */
package io.caxton.state.schedule;
