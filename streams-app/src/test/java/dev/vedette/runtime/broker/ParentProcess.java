package dev.vedette.runtime.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A small application with a broker: starts it, says where, waits to be killed. */
final class ParentProcess {
  private ParentProcess() {}

  /** Prints the broker's process id, then its address, from a virtual thread. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), BrokerSettings.DEFAULT);
    Thread said =
        Thread.startVirtualThread(() -> {
          System.out.println(broker.pid());
          System.out.println(broker.bootstrapServers());
          System.out.flush();
        });
    if (!said.join(Duration.ofMinutes(1))) {
      System.exit(1); // whoever reads sees the end instead of waiting
    }
    System.in.read();
  }
}
