/** Filtered and sorted reads of a frozen state; for any thread. */
package io.caxton.state.read;
