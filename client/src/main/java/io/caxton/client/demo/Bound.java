package io.caxton.client.demo;

import io.caxton.client.console.Range;

/** What a number on the command line is unless told otherwise, and what it may be. */
record Bound(int usual, int min, int max) {
  void check(String option, int value) {
    Range.check(option, value, min, max);
  }
}
