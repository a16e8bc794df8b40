package io.caxton.jepsen.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of nemesis.jsonl as stretches of time: phases, faults, leaders. */
final class EventSpans {
  private static final String PHASE = "phase";
  private static final String LEADER = "leader";
  private static final Pattern LEADS = Pattern.compile("(\\S+) leads in term (\\d+)");

  private final List<JsonObject> events;
  private final long endNanos;

  EventSpans(List<JsonObject> events, long endNanos) {
    this.events = events;
    this.endNanos = endNanos;
  }

  private static String text(JsonObject event, String field) {
    return event.get(field).getAsString();
  }

  private static long time(JsonObject event) {
    return event.get("time").getAsLong();
  }

  private List<JsonObject> of(String f, String type) {
    return events.stream()
        .filter(event -> text(event, "f").equals(f) && text(event, "type").equals(type))
        .toList();
  }

  private JsonObject span(long from, long to, LongUnaryOperator clock) {
    JsonObject span = new JsonObject();
    span.addProperty("from", clock.applyAsLong(Math.min(from, endNanos)));
    span.addProperty("to", clock.applyAsLong(Math.min(to, endNanos)));
    return span;
  }

  /** Each lasts until the next begins. */
  JsonArray phases(LongUnaryOperator clock) {
    JsonArray all = new JsonArray();
    List<JsonObject> begins = of(PHASE, "start");
    for (int i = 0; i < begins.size() && time(begins.get(i)) < endNanos; i++) {
      JsonObject span = span(time(begins.get(i)), nextTime(begins, i), clock);
      span.addProperty("name", text(begins.get(i), "value"));
      all.add(span);
    }
    return all;
  }

  /** Each leads until another is seen to. */
  JsonArray leaders(LongUnaryOperator clock) {
    JsonArray all = new JsonArray();
    List<JsonObject> seen = of(LEADER, "seen");
    for (int i = 0; i < seen.size() && time(seen.get(i)) < endNanos; i++) {
      Matcher leads = LEADS.matcher(text(seen.get(i), "value"));
      if (leads.matches()) {
        JsonObject span = span(time(seen.get(i)), nextTime(seen, i), clock);
        span.addProperty("node", leads.group(1));
        span.addProperty("term", leads.group(2));
        all.add(span);
      }
    }
    return all;
  }

  private long nextTime(List<JsonObject> list, int i) {
    return i + 1 < list.size() ? time(list.get(i + 1)) : endNanos;
  }

  /** From each start to the next stop of the same nemesis. */
  JsonArray faults(LongUnaryOperator clock) {
    JsonArray all = new JsonArray();
    List<JsonObject> open = new ArrayList<>();
    for (JsonObject event : events) {
      String nemesis = text(event, "f");
      if (nemesis.equals(PHASE) || nemesis.equals(LEADER)) {
        continue;
      }
      if (text(event, "type").equals("start")) {
        open.add(event);
      } else if (text(event, "type").equals("stop")) {
        open.stream()
            .filter(begun -> text(begun, "f").equals(nemesis))
            .findFirst()
            .ifPresent(
                begun -> {
                  open.remove(begun);
                  all.add(fault(begun, time(event), clock));
                });
      }
    }
    open.forEach(begun -> all.add(fault(begun, endNanos, clock)));
    return all;
  }

  private JsonObject fault(JsonObject begun, long to, LongUnaryOperator clock) {
    JsonObject span = span(time(begun), to, clock);
    span.addProperty("nemesis", text(begun, "f"));
    span.addProperty("what", text(begun, "value"));
    return span;
  }
}
