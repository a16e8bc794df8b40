package io.caxton.jepsen.bug;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The Java agent that puts one bug into this process: {@code -javaagent:JAR=NAME}. A bug that
 * cannot be put in stops the process, or a run would pass without it.
 */
public final class BugAgent {
  private static final int EXIT_DRIFT = 86;

  private BugAgent() {}

  /** Called by the JVM before main. */
  public static void premain(String name, Instrumentation instrumentation) {
    List<Patch> patches = SeededBugs.patches(name);
    patches.forEach(Patch::requireTarget);
    Set<String> loaded = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      loaded.add(type.getName());
    }
    for (Patch patch : patches) {
      if (loaded.contains(patch.className())) {
        throw new IllegalStateException(patch.className() + " is loaded already");
      }
    }
    instrumentation.addTransformer(new Transformer(patches));
    System.err.println("seeded bug " + name + ": this server is wrong on purpose");
  }

  private record Transformer(List<Patch> patches) implements ClassFileTransformer {
    @Override
    public byte[] transform(
        ClassLoader loader,
        String internalName,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] classFile) {
      if (internalName == null) {
        return null;
      }
      String className = internalName.replace('/', '.');
      byte[] changed = classFile;
      try {
        for (Patch patch : patches) {
          if (patch.className().equals(className)) {
            changed = patch.apply(changed);
            System.err.println("seeded bug: " + className + "." + patch.method() + " is altered");
          }
        }
      } catch (RuntimeException | Error e) {
        // The JVM would go on with the class as it was.
        e.printStackTrace();
        Runtime.getRuntime().halt(EXIT_DRIFT);
      }
      return Arrays.equals(changed, classFile) ? null : changed;
    }
  }
}
