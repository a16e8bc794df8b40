/** What clients do to a cluster while it is hurt, and what they were told. */
package io.caxton.jepsen.workload;
