/** The command line: bin/caxton. */
package io.caxton.client.cli;
