package io.caxton.jepsen.run;

import io.caxton.jepsen.host.Ledger;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = "Removes what killed runs left: processes, namespaces, mounts, images.")
final class CleanCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    List<String> swept = Ledger.sweep();
    System.out.println(
        swept.isEmpty()
            ? "nothing was left"
            : "removed what " + String.join(", ", swept) + " left");
    return 0;
  }
}
