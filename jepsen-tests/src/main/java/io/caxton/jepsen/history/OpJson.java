package io.caxton.jepsen.history;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.caxton.jepsen.history.Op.Type;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One operation as one line of JSON. */
final class OpJson {
  private OpJson() {}

  static String write(Op op) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("process").value(op.process());
      json.name("type").value(op.type().name().toLowerCase(Locale.ROOT));
      json.name("f").value(op.f());
      json.name("key").value(op.key());
      json.name("value");
      write(json, op.value());
      json.name("time").value(op.timeNanos());
      if (op.error().isPresent()) {
        json.name("error").value(op.error().get());
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonWriter json, Object value) throws IOException {
    switch (value) {
      case null -> json.nullValue();
      case Number number -> json.value(number.longValue());
      case String text -> json.value(text);
      case Boolean bool -> json.value(bool);
      case List<?> list -> {
        json.beginArray();
        for (Object item : list) {
          write(json, item);
        }
        json.endArray();
      }
      case Map<?, ?> map -> {
        json.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.name((String) entry.getKey());
          write(json, entry.getValue());
        }
        json.endObject();
      }
      default -> throw new IllegalArgumentException("not a value of a history: " + value);
    }
  }

  static Op read(String line) {
    try (JsonReader json = new JsonReader(new StringReader(line))) {
      return of(object(json));
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + line, e);
    }
  }

  private static Op of(Map<String, Object> fields) {
    return new Op(
        Math.toIntExact((Long) fields.get("process")),
        Type.valueOf(((String) fields.get("type")).toUpperCase(Locale.ROOT)),
        (String) fields.get("f"),
        (String) fields.get("key"),
        fields.get("value"),
        (Long) fields.get("time"),
        Optional.ofNullable((String) fields.get("error")));
  }

  private static Map<String, Object> object(JsonReader json) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      map.put(json.nextName(), value(json));
    }
    json.endObject();
    return map;
  }

  private static Object value(JsonReader json) throws IOException {
    return switch (json.peek()) {
      case NULL -> {
        json.nextNull();
        yield null;
      }
      case NUMBER -> json.nextLong();
      case STRING -> json.nextString();
      case BOOLEAN -> json.nextBoolean();
      case BEGIN_OBJECT -> object(json);
      case BEGIN_ARRAY -> {
        List<Object> list = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
          list.add(value(json));
        }
        json.endArray();
        yield list;
      }
      default -> throw new IllegalArgumentException("not a value of a history: " + json.peek());
    };
  }
}
