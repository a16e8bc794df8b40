/** A disk for each node that can lose power, fill up, fail and be damaged. */
package io.caxton.jepsen.disk;
