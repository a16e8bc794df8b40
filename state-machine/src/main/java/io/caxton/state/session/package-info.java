/** Sessions, and the gate that never lets a command through twice. */
package io.caxton.state.session;
