package io.caxton.jepsen.bug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every seeded bug must still fit the classes of today, or it silently tests nothing. */
class SeededBugsTest {
  static Stream<String> names() {
    return SeededBugs.all().stream().map(SeededBug::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldFitTheClassesOfToday(String name) throws Exception {
    for (Patch patch : SeededBugs.patches(name)) {
      // given
      patch.requireTarget();
      byte[] original = classFile(patch.className());

      // when
      byte[] altered = patch.apply(original);

      // then it is another class, and one that the JVM takes
      assertThat(altered).isNotEqualTo(original);
      ClassLoader loader =
          new ByteArrayClassLoader.ChildFirst(
              getClass().getClassLoader(), withItsInterfaces(patch.className(), altered));
      assertThat(Class.forName(patch.className(), true, loader).getDeclaredMethods()).isNotNull();
    }
  }

  /** Those of its own package are only seen by classes of the same loader. */
  private static Map<String, byte[]> withItsInterfaces(String className, byte[] altered)
      throws Exception {
    Map<String, byte[]> classes = new HashMap<>();
    Class<?> target = Class.forName(className);
    for (Class<?> parent : target.getInterfaces()) {
      if (parent.getPackageName().equals(target.getPackageName())) {
        classes.put(parent.getName(), classFile(parent.getName()));
      }
    }
    classes.put(className, altered);
    return classes;
  }

  @Test
  void shouldHaveEachNameOnce() {
    assertThat(names().toList()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(14);
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertThatThrownBy(() -> SeededBugs.jvmFlags("typo")).hasMessageContaining("stale-read");
    Patch drifted =
        new Patch("io.caxton.state.StateLoader", "putt", 3, LogBugs.AlreadyForced.class);
    assertThatThrownBy(drifted::requireTarget).hasMessageContaining("0 methods putt/3");
  }

  @Test
  void shouldBePutInByTheAgent() throws Exception {
    // given
    List<String> flags = SeededBugs.jvmFlags("watch-drops-change");

    // when
    String said = run(flags, "io.caxton.server.grpc.WatchStream");

    // then
    assertThat(said)
        .contains("seeded bug watch-drops-change")
        .contains("io.caxton.server.grpc.WatchStream.matches is altered");
  }

  @Test
  void shouldStopTheStartOfAServerWhenItIsUnknown() throws Exception {
    List<String> flags =
        SeededBugs.jvmFlags("watch-drops-change").stream()
            .map(flag -> flag.replace("watch-drops-change", "typo"))
            .toList();
    assertThat(run(flags, "io.caxton.server.grpc.WatchStream"))
        .contains("no seeded bug 'typo'")
        .doesNotContain("loaded");
  }

  private static String run(List<String> flags, String className)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Loading.class.getName(), className));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** A process that loads one class. */
  static final class Loading {
    public static void main(String[] args) throws ClassNotFoundException {
      System.out.println("loaded " + Class.forName(args[0]).getName());
    }
  }

  private static byte[] classFile(String className) throws IOException {
    try (InputStream in =
        ClassLoader.getSystemResourceAsStream(className.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }
}
