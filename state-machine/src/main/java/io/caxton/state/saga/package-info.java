/** Sagas: one class for each command. */
package io.caxton.state.saga;
