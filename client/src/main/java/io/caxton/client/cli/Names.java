package io.caxton.client.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.AgentState;
import io.caxton.v1.ConversationState;
import io.caxton.v1.Label;
import io.caxton.v1.TaskState;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Between what people type and read and what the messages hold. */
final class Names {
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Names() {}

  static String of(EnumValueDescriptor value) {
    return ProtoJson.name(value);
  }

  static String of(TaskState state) {
    return state == TaskState.UNRECOGNIZED ? "?" : ProtoJson.name(state.getValueDescriptor());
  }

  static String of(AgentState state) {
    return state == AgentState.UNRECOGNIZED ? "?" : ProtoJson.name(state.getValueDescriptor());
  }

  static List<TaskState> taskStates(List<String> names) {
    return names.stream()
        .map(
            name ->
                Arrays.stream(TaskState.values())
                    .filter(s -> s != TaskState.UNRECOGNIZED && of(s).equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> unknown("task", name, TaskState.values())))
        .toList();
  }

  static List<AgentState> agentStates(List<String> names) {
    return names.stream()
        .map(
            name ->
                Arrays.stream(AgentState.values())
                    .filter(s -> s != AgentState.UNRECOGNIZED && of(s).equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> unknown("agent", name, AgentState.values())))
        .toList();
  }

  static String of(ConversationState state) {
    return state == ConversationState.UNRECOGNIZED
        ? "?"
        : ProtoJson.name(state.getValueDescriptor());
  }

  static List<ConversationState> conversationStates(List<String> names) {
    return names.stream()
        .map(
            name ->
                Arrays.stream(ConversationState.values())
                    .filter(
                        s -> s != ConversationState.UNRECOGNIZED && of(s).equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> unknown("conversation", name, ConversationState.values())))
        .toList();
  }

  private static CommandFailure unknown(String noun, String name, Enum<?>[] all) {
    String known =
        Arrays.stream(all)
            .map(Enum::name)
            .filter(n -> !n.endsWith("UNSPECIFIED") && !n.equals("UNRECOGNIZED"))
            .map(n -> n.substring(n.indexOf("STATE_") + 6))
            .collect(Collectors.joining(", "));
    return new CommandFailure(
        ExitCode.USAGE, "'" + name + "' is no state of a " + noun, "Known are " + known + ".");
  }

  static List<Label> labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(l -> Label.newBuilder().setKey(l.getKey()).setValue(l.getValue()).build())
        .toList();
  }

  static String labels(List<Label> labels) {
    return labels.stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }

  static String wall(long millis) {
    return millis == 0
        ? ""
        : Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()).format(WALL);
  }

  /** Text as it is, other bytes as their number. */
  static String bytes(ByteString bytes) {
    return bytes.isValidUtf8() ? bytes.toStringUtf8() : "(" + bytes.size() + " bytes, not text)";
  }
}
