package dev.vedette.runtime.broker;

import java.io.IOException;
import java.nio.file.Path;

/** A small application with a broker: starts it, says where, waits to be killed. */
final class ParentProcess {
  private ParentProcess() {}

  /** Prints the broker's process id, then its address, from a virtual thread. */
  public static void main(String[] arguments) throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), BrokerSettings.DEFAULT);
    Thread.startVirtualThread(() -> {
      System.out.println(broker.pid());
      System.out.println(broker.bootstrapServers());
      System.out.flush();
    });
    System.in.read();
  }
}
