/** How fast the core applies, measured without any server around it. */
package io.caxton.state.bench;
