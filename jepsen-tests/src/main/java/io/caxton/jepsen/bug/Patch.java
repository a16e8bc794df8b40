package io.caxton.jepsen.bug;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * A method of the product that a bug alters.
 *
 * @param method its name; {@code <init>} is the constructor
 * @param arguments how many it takes
 * @param advice what is put around it
 */
record Patch(String className, String method, int arguments, Class<?> advice) {

  private ElementMatcher.Junction<MethodDescription> matcher() {
    ElementMatcher.Junction<MethodDescription> named =
        method.equals("<init>") ? isConstructor() : named(method);
    return named.and(takesArguments(arguments));
  }

  /** Throws IllegalStateException unless the class has exactly this method. */
  void requireTarget() {
    TypePool.Resolution resolution = TypePool.Default.ofSystemLoader().describe(className);
    if (!resolution.isResolved()) {
      throw new IllegalStateException("there is no class " + className);
    }
    int found = resolution.resolve().getDeclaredMethods().filter(matcher()).size();
    if (found != 1) {
      throw new IllegalStateException(
          "class " + className + " has " + found + " methods " + method + "/" + arguments);
    }
  }

  /** The class with the bug. */
  byte[] apply(byte[] classFile) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(className, classFile),
            ClassFileLocator.ForClassLoader.ofSystemLoader());
    TypeDescription type = TypePool.Default.of(locator).describe(className).resolve();
    return new ByteBuddy()
        .redefine(type, locator)
        .visit(Advice.to(described(advice), locator).on(matcher()))
        .make()
        .getBytes();
  }

  /** Without loading the types it mentions: the class to be altered may be among them. */
  private static TypeDescription described(Class<?> type) {
    return TypePool.Default.ofSystemLoader().describe(type.getName()).resolve();
  }
}
