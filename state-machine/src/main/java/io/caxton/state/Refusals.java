package io.caxton.state;

import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Locale;
import java.util.Optional;

/** Makes refusals. */
public final class Refusals {
  private Refusals() {}

  /** {@code details} are keys and values in turn, sorted by key. */
  public static Refusal of(ErrorReason reason, String message, String... details) {
    Refusal.Builder refusal = Refusal.newBuilder().setReason(reason).setMessage(message);
    for (int i = 0; i < details.length; i += 2) {
      refusal.addDetails(Detail.newBuilder().setKey(details[i]).setValue(details[i + 1]));
    }
    return refusal.build();
  }

  public static Refusal limit(String name, long bound) {
    return of(
        ErrorReason.LIMIT_REACHED,
        name + " is " + bound,
        "bound",
        Long.toString(bound),
        "name",
        name);
  }

  /** Compare-and-set: empty if {@code stored}, 0 for what is not there, is what was expected. */
  public static Optional<Refusal> unlessRevision(
      String noun, String id, long stored, long expected) {
    return stored == expected
        ? Optional.empty()
        : Optional.of(
            of(
                ErrorReason.REVISION_MISMATCH,
                String.format(
                    Locale.ROOT, "%s \"%s\" has revision %d, not %d", noun, id, stored, expected),
                "revision",
                Long.toString(stored)));
  }

  public static Refusal notFound(String noun, String fleet, String id) {
    return of(
        ErrorReason.NOT_FOUND,
        "no " + noun + " \"" + id + "\" in fleet \"" + fleet + "\"",
        "fleet",
        fleet,
        "id",
        id,
        "noun",
        noun);
  }

  /** The whole call is refused. */
  public static Reply reply(Refusal refusal) {
    return Reply.newBuilder().setRefusal(refusal).build();
  }
}
