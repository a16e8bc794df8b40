/** The folder that keeps everything of one run. */
package io.caxton.jepsen.store;
