package io.caxton.client.demo;
import picocli.CommandLine.Command;
@Command(name="demo") public final class DemoCommand implements java.util.concurrent.Callable<Integer> { public Integer call() { return 0; } }
