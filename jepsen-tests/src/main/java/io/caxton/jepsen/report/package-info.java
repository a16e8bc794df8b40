/** A run as one page to look at. */
package io.caxton.jepsen.report;
