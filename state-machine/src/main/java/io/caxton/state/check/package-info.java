/** The format and bounds of requests, looked at once before they are appended. */
package io.caxton.state.check;
