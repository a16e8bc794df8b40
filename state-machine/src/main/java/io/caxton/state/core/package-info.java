/** What one replica holds: tables, and the indexes derived from them. */
package io.caxton.state.core;
