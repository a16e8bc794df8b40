package io.caxton.state.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/**
 * The fleets that hold anything.
 *
 * <p>A fleet that became empty does not exist for anybody, but its object stays until its changes
 * went into a snapshot.
 */
public final class Fleets {
  /** What the empty name means. */
  public static final String DEFAULT_NAME = "default";

  // Sorted, so that whoever goes through them does it in the same order everywhere.
  private final Map<String, Fleet> fleets = new TreeMap<>();
  private final List<Fleet> touched = new ArrayList<>();
  private PersistentMap<String, FleetView> frozen = ExtensionsKt.persistentHashMapOf();

  // Nearly all calls name one fleet: the last one found.
  private Fleet last;

  public static String nameOf(String given) {
    return given.isEmpty() ? DEFAULT_NAME : given;
  }

  /** The fleet, perhaps to be changed; null if it holds nothing. */
  public Fleet get(String given) {
    String name = nameOf(given);
    if (last == null || !last.name().equals(name)) {
      Fleet fleet = fleets.get(name);
      if (fleet == null) {
        return null;
      }
      last = fleet;
    }
    if (last.isEmpty()) {
      return null;
    }
    touch(last);
    return last;
  }

  /** An empty fleet, for a name that {@link #get} does not find. */
  public Fleet add(String given) {
    Fleet fleet = fleets.computeIfAbsent(nameOf(given), Fleet::new);
    touch(fleet);
    return fleet;
  }

  /** How many hold anything. */
  public int size() {
    int size = 0;
    for (Fleet fleet : fleets.values()) {
      size += fleet.isEmpty() ? 0 : 1;
    }
    return size;
  }

  /** Sorted by name; empty ones may be among them. */
  public Collection<Fleet> all() {
    return fleets.values();
  }

  public void forgetEmpty() {
    fleets.values().removeIf(Fleet::isEmpty);
    last = null;
  }

  /** To be called before a change, unless {@link #get} or {@link #add} gave it in this command. */
  public void touch(Fleet fleet) {
    if (!fleet.touched) {
      fleet.touched = true;
      touched.add(fleet);
    }
  }

  /** Cheap: only what changed since the last time is frozen anew. */
  public PersistentMap<String, FleetView> freeze() {
    if (!touched.isEmpty()) {
      PersistentMap.Builder<String, FleetView> views = frozen.builder();
      for (Fleet fleet : touched) {
        fleet.touched = false;
        FleetView view = fleet.freeze();
        if (fleet.isEmpty()) {
          views.remove(fleet.name());
        } else {
          views.put(fleet.name(), view);
        }
      }
      touched.clear();
      frozen = views.build();
    }
    return frozen;
  }
}
