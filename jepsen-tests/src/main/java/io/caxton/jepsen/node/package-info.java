/** Real server processes under test, and what can be done to one of them. */
package io.caxton.jepsen.node;
