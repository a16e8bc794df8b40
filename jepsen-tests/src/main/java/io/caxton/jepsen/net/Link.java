package io.caxton.jepsen.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One direction between two machines, named by their hosts; {@link #CLIENTS} is where we are. */
public record Link(String from, String to) {
  public static final String CLIENTS = "clients";

  /** Both directions between each of these and each of those. */
  public static List<Link> between(Collection<String> these, Collection<String> those) {
    List<Link> links = new ArrayList<>();
    for (String one : these) {
      for (String other : those) {
        if (!one.equals(other)) {
          links.add(new Link(one, other));
          links.add(new Link(other, one));
        }
      }
    }
    return links.stream().distinct().toList();
  }

  @Override
  public String toString() {
    return from + ">" + to;
  }
}
