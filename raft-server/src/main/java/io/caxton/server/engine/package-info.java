/** Where log and state meet: apply, views for readers, snapshots in the background. */
package io.caxton.server.engine;
