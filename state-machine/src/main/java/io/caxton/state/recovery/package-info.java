/** How agents come back: what they apply again, who may begin, and who dies of what. */
package io.caxton.state.recovery;
