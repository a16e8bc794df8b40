package io.caxton.client.demo;

import java.util.List;

/** What the counting demo is told. */
record HundredOptions(List<HundredStep> steps, boolean killLeader, long seed, boolean keep) {}
