package io.caxton.client.demo;

import java.util.Map;

/** What a run through havoc has shown. */
interface HavocReport {
  /** Everything is as it must be. */
  boolean good();

  /** For scripts. */
  Map<String, Object> object();

  /** For people. */
  String text();
}
