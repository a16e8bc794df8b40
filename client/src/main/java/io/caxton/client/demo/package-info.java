/** The demo: real work on real files through crashes of agents and leaders. */
package io.caxton.client.demo;
