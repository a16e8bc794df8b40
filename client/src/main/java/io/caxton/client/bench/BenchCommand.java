package io.caxton.client.bench;
import picocli.CommandLine.Command;
@Command(name="bench") public final class BenchCommand implements java.util.concurrent.Callable<Integer> { public Integer call() { return 0; } }
