/** Tasks: one class for each command, and the rules they share. */
package io.caxton.state.task;
