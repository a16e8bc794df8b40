/** The network between nodes and clients, each direction of each link under our control. */
package io.caxton.jepsen.net;
