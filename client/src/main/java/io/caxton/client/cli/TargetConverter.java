package io.caxton.client.cli;

import io.caxton.v1.RouteTarget;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A route's target as text: agent:ID, capability:NAME or queue:NAME, with @WEIGHT or without. */
final class TargetConverter implements ITypeConverter<RouteTarget> {
  private static final Pattern FORM =
      Pattern.compile("(agent|capability|queue):([^@]+)(?:@(\\d{1,7}))?");

  @Override
  public RouteTarget convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no target: write agent:ID, capability:NAME or queue:NAME, and @WEIGHT if it"
              + " has one");
    }
    RouteTarget.Builder target = RouteTarget.newBuilder();
    switch (form.group(1)) {
      case "agent" -> target.setAgentId(form.group(2));
      case "capability" -> target.setCapability(form.group(2));
      default -> target.setQueue(form.group(2));
    }
    if (form.group(3) != null) {
      target.setWeight(Integer.parseInt(form.group(3)));
    }
    return target.build();
  }

  static String text(RouteTarget target) {
    String text =
        switch (target.getTargetCase()) {
          case AGENT_ID -> "agent:" + target.getAgentId();
          case CAPABILITY -> "capability:" + target.getCapability();
          case QUEUE -> "queue:" + target.getQueue();
          case TARGET_NOT_SET -> "(nothing)";
        };
    return target.getWeight() == 0 ? text : text + "@" + target.getWeight();
  }
}
