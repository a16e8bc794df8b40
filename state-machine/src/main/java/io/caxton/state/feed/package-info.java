/** The change feed: what watches read while the apply thread goes on. */
package io.caxton.state.feed;
