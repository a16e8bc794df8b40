/** Tables: persistent maps that the apply thread owns and everybody else sees frozen. */
package io.caxton.state.table;
