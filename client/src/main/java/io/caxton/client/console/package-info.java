/** What a person or a script sees: tables, JSON, progress, exit codes. */
package io.caxton.client.console;
