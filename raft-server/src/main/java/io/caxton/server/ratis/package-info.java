/** The only package that knows Ratis. What Ratis does, and what we do about it: docs/ratis.md. */
package io.caxton.server.ratis;
